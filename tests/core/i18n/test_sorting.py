import csv
import itertools
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.i18n.sorting import create_function_sql, thai_sort_key
from core.i18n.text import normalise

THAI = "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)]))
NAMES = st.text(THAI + string.printable + "–“”\u00a0é", max_size=40)
ANYTHING = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))

KEYS = text(
    "SELECT public.thai_sort_key(name) FROM unnest(cast(:names AS text[])) "
    "WITH ORDINALITY AS given (name, place) ORDER BY place"
)
IN_OUR_ORDER = text(
    "SELECT name FROM unnest(cast(:names AS text[])) AS name "
    'ORDER BY public.thai_sort_key(name) COLLATE "C", name COLLATE "C"'
)
IN_ICU_ORDER = text(
    "SELECT name FROM unnest(cast(:names AS text[])) AS name "
    'ORDER BY name COLLATE thai_numeric, name COLLATE "C"'
)


def in_order(names):
    return sorted(names, key=thai_sort_key)


def test_names_follow_the_dictionary_and_not_their_code_points():
    assert in_order(["ชุมชน", "แขวง", "เขต", "ขอนแก่น", "กขค"]) == [
        *("กขค", "ขอนแก่น", "เขต", "แขวง", "ชุมชน")
    ]


def test_a_tone_mark_only_decides_between_equals():
    assert in_order(["กาก", "ก้า", "ก่า", "กา"]) == ["กา", "ก่า", "ก้า", "กาก"]


def test_numbers_inside_names_sort_by_value_in_either_digits():
    assert in_order(["ชุมชน ๑๐", "ชุมชน 2", "ชุมชน 1/10", "ชุมชน 1/9", "ชุมชน 100"]) == [
        *("ชุมชน 1/9", "ชุมชน 1/10", "ชุมชน 2", "ชุมชน ๑๐", "ชุมชน 100")
    ]


def test_digits_come_before_latin_and_latin_before_thai():
    assert in_order(["ก", "b", "A", "9"]) == ["9", "A", "b", "ก"]


def test_spaces_and_punctuation_do_not_part_one_name():
    assert in_order(["บ้าน ก", "บ้าน-ข", "บ้านก ค"]) == ["บ้าน ก", "บ้านก ค", "บ้าน-ข"]


def test_the_function_names_every_schema():
    body = create_function_sql().split("RETURN ", 1)[1]
    assert body.count("regexp_replace") == body.count("pg_catalog.regexp_replace")
    assert body.count("translate(") == body.count("pg_catalog.translate(")
    assert body.count("||") == body.count("OPERATOR(pg_catalog.||)")


@given(names=st.lists(NAMES | ANYTHING, min_size=1))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_computes_the_same_keys_in_the_same_order(postgres, names):
    with postgres.connect() as connection:
        assert connection.scalars(KEYS, {"names": names}).all() == list(map(thai_sort_key, names))
        assert connection.scalars(IN_OUR_ORDER, {"names": names}).all() == sorted(
            names, key=lambda name: (thai_sort_key(name), name)
        )


def test_a_stored_column_survives_a_restore_with_an_empty_search_path(postgres):
    with postgres.begin() as connection:
        connection.execute(text("SET LOCAL search_path = ''"))
        connection.execute(
            text(
                "CREATE TABLE public.names (name text, sort_key text "
                "GENERATED ALWAYS AS (public.thai_sort_key(name)) STORED)"
            )
        )
        connection.execute(text("INSERT INTO public.names VALUES ('เขต')"))
        stored = connection.scalar(text("SELECT sort_key FROM public.names"))
        connection.rollback()
    assert stored == thai_sort_key("เขต")


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("file", "column"),
    [(name, "name_th") for name in ("communities.csv", "subdistricts.csv", "districts.csv")],
)
def test_the_order_of_real_names_is_that_of_icu(postgres, shared_data, file, column):
    with (shared_data / file).open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    names = sorted({normalise(row[column]) for row in rows})
    with postgres.begin() as connection:
        if not connection.scalar(text("SELECT 1 FROM pg_collation WHERE collname = 'th-x-icu'")):
            pytest.skip("This PostgreSQL is built without ICU.")
        connection.execute(
            text("CREATE COLLATION thai_numeric (provider = icu, locale = 'th-u-kn-true')")
        )
        theirs = connection.scalars(IN_ICU_ORDER, {"names": names}).all()
        connection.rollback()
    ours = sorted(names, key=lambda name: (thai_sort_key(name), name))
    place = {name: number for number, name in enumerate(ours)}
    agreeing = sum(place[before] < place[after] for before, after in itertools.pairwise(theirs))
    assert agreeing == len(names) - 1
