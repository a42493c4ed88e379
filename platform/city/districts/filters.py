"""The choice of a group of districts, above the city's pages of figures."""

from collections.abc import Sequence

from flask_babel import gettext

from city.districts.reading import SIZE, SIZES
from core.tenancy.models import Office
from core.web.figures.choices import Choice
from core.web.figures.filters import Filter
from core.web.offices import group_name


def group_filter(choice: Choice, offices: Sequence[Office], *, by_size: bool = True) -> Filter:
    named = {office.group_code: group_name(office) for office in offices if office.group_code}
    places = sorted(named.items(), key=lambda each: each[1])
    return {
        "name": "group",
        "label": gettext("Group of districts"),
        "value": choice.group,
        "options": [
            ("", gettext("All groups")),
            *((code, name, gettext("By place")) for code, name in places),
            *(
                (f"{SIZE}{number}", size_words(number), gettext("By size"))
                for number in range(1, len(SIZES) + 1)
                if by_size
            ),
        ],
    }


def size_words(number: int) -> str:
    first, below = SIZES[number - 1]
    if below is None:
        return gettext("%(first)s communities and more", first=first)
    return gettext("%(first)s to %(last)s communities", first=first, last=below - 1)


def place_words(choice: Choice, offices: Sequence[Office]) -> str:
    """The chosen group of districts, or all of Bangkok."""
    if choice.group.startswith(SIZE):
        return gettext(
            "Districts of %(size)s", size=size_words(int(choice.group.removeprefix(SIZE)))
        )
    found = next((office for office in offices if office.group_code == choice.group), None)
    return group_name(found) if found else gettext("All of Bangkok")
