"""Words of a period in both languages, for data and papers that do not follow the page's language."""

from core.i18n.dates import Language, show_month
from core.i18n.digits import Digits, in_digits
from core.indicators.spans import Span, SpanKind, fiscal_year_of

OCTOBER = 10


def report_title(span: Span, language: Language = "th") -> str:
    """รายงานผลตามตัวชี้วัดเครือข่ายชุมชน and the period."""
    words = period_words(span, language)
    if language == "th":
        return f"รายงานผลตามตัวชี้วัดเครือข่ายชุมชน {words}"
    return f"Report on the indicators of community networks: {words}"


def period_words(span: Span, language: Language = "th", *, digits: Digits = "arabic") -> str:
    """เดือนพฤศจิกายน 2569; ไตรมาสที่ 1 ปีงบประมาณ 2570; ปีงบประมาณ 2570; ตั้งแต่เดือน… ถึงเดือน…."""
    year = fiscal_year_of(span.first)
    first, last = (show_month(month, language=language) for month in (span.first, span.last))
    if span.kind is SpanKind.MONTH:
        words = f"เดือน{first}" if language == "th" else first
    elif span.kind is SpanKind.QUARTER:
        number = (span.first.month - OCTOBER) % 12 // 3 + 1
        thai, english = (
            f"ไตรมาสที่ {number} ปีงบประมาณ {year}",
            f"Quarter {number} of fiscal year {year} BE",
        )
        words = thai if language == "th" else english
    elif span.kind is SpanKind.FISCAL_YEAR:
        words = f"ปีงบประมาณ {year}" if language == "th" else f"Fiscal year {year} BE"
    else:
        words = f"เดือน{first} ถึงเดือน{last}" if language == "th" else f"{first} to {last}"
    return in_digits(words, digits)
