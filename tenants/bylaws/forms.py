# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField

from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.bylaws.adopting import Meeting

LONGEST_ARTICLE = 6000
LONGEST_HEADING = 120
MOST_PEOPLE = 1000


def _people(label: object, sentence: object) -> WholeNumberField:
    return WholeNumberField(label, minimum=0, maximum=MOST_PEOPLE, validators=[Required(sentence)])


class ArticleForm(RecordForm):
    body = ThaiTextAreaField(
        _("Text of the article"),
        max_length=LONGEST_ARTICLE,
        hint=_("Without its number. A new line begins a new paragraph."),
        validators=[Required(_("Type the text of the article."))],
    )


class NewArticleForm(ArticleForm):
    chapter = ThaiStringField(
        _("Begins a new chapter"),
        max_length=LONGEST_HEADING,
        hint=_(
            "The name of the chapter, without its number. Leave it empty to stay in the chapter."
        ),
    )


class MeetingForm(RecordForm):
    held_on = BuddhistDateField(
        _("Day of the meeting"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the meeting."))],
    )
    place = ThaiStringField(
        _("Place"), max_length=200, validators=[Required(_("Type where the meeting was held."))]
    )
    chaired_by = ThaiStringField(
        _("Chaired by"),
        max_length=150,
        validators=[Required(_("Type who chaired the meeting."))],
    )
    present = _people(_("Members present"), _("Type how many members were present."))
    votes_for = _people(_("Votes for"), _("Type how many agreed."))
    votes_against = _people(_("Votes against"), _("Type how many were against, or 0."))
    abstaining = _people(_("Abstaining"), _("Type how many abstained, or 0."))
    in_force_from = BuddhistDateField(
        _("In force from"),
        hint=_("As the meeting decided. Empty means the day of the meeting."),
    )
    scan = FileField(
        _("Scanned minutes"),
        description=_("PDF, PNG or JPEG, at most 20 megabytes. You may go without."),
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg"},
    )

    @property
    def meeting(self) -> Meeting:
        return Meeting(
            held_on=self.held_on.data,
            place=self.place.data,
            chaired_by=self.chaired_by.data,
            present=self.present.data,
            votes_for=self.votes_for.data,
            votes_against=self.votes_against.data,
            abstaining=self.abstaining.data,
            in_force_from=self.in_force_from.data or self.held_on.data,
        )
