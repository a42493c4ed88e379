from flask_babel import lazy_gettext as _

from tenants.calendar.entries import EntryKind

KIND_TITLES = {
    EntryKind.MEETING: _("Meetings"),
    EntryKind.COURSE: _("Courses"),
    EntryKind.ACTIVITY: _("Activities"),
}

KIND_ICONS = {
    EntryKind.MEETING: "users",
    EntryKind.COURSE: "school",
    EntryKind.ACTIVITY: "calendar-event",
}
