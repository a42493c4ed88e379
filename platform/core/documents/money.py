"""Amounts of money on papers: figures with two places, and the same in Thai words."""

from decimal import Decimal

from pythainlp.util import bahttext

from core.i18n.digits import to_thai_digits


def baht_in_figures(amount: Decimal) -> str:
    """๑,๒๐๐.๐๐ for twelve hundred baht."""
    return to_thai_digits(f"{amount:,.2f}")


def baht_in_words(amount: Decimal) -> str:
    """(หนึ่งพันสองร้อยบาทถ้วน): the amount in words, in brackets as receipts have it."""
    return f"({bahttext(float(amount))})"
