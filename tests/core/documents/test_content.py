import json
import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from core.documents.content import MemoDocument, read_paper
from tests.core.documents.kinds import SIGNED_BY_NOTE, VERIFICATION, memo
from tests.core.documents.meetings import ALL_KINDS, SIGNED_KINDS
from tests.core.documents.papers import order


def test_the_canonical_json_is_stable():
    assert order().canonical_json() == order().canonical_json()
    assert order().sha256() == "92d83ad475105f8e4dc041375634767f1223aee68dcd2378fbff727fe3aa84c1"


def test_the_canonical_json_has_sorted_keys_no_spaces_and_plain_thai():
    text = order(paragraphs=("ก ข",)).canonical_json()
    content = json.loads(text)
    assert text == json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert content["form"] == "order/1"
    assert content["signed_on"] == "2026-11-22"
    assert content["office_name"] == "สำนักงานเขตบางนา"
    assert "\\u" not in text


@pytest.mark.parametrize(
    "change",
    [
        {"number": "124/2569"},
        {"number": None},
        {"signed_on": date(2026, 11, 23)},
        {"signer_name": None},
        {"draft": True},
        {"duties": ()},
        {"blocks": ()},
    ],
)
def test_every_change_of_content_changes_the_hash(change):
    assert order(**change).sha256() != order().sha256()


def test_the_moment_of_preparation_counts_and_not_the_clock_it_was_read_from():
    bangkok = timezone(timedelta(hours=7))
    noon = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    same = order(prepared_at=noon.astimezone(bangkok))
    assert same.sha256() == order(prepared_at=noon).sha256()


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        order(prepared_at=datetime(2026, 11, 22, 10, 0))  # noqa: DTZ001 - the mistake under test


def test_an_order_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        order().number = "1/2569"


@pytest.mark.parametrize("make", ALL_KINDS.values(), ids=ALL_KINDS)
def test_every_kind_has_a_canonical_form_with_its_own_name(make):
    content = json.loads(make().canonical_json())
    assert content["form"] == make().form
    assert len({make().form for make in ALL_KINDS.values()}) == len(ALL_KINDS)
    assert make().sha256() == make().sha256() != make(is_example=True).sha256()


@pytest.mark.parametrize("make", ALL_KINDS.values(), ids=ALL_KINDS)
def test_what_is_printed_about_a_paper_does_not_change_its_hash(make):
    printed = make(verification=VERIFICATION, signed_by_note=SIGNED_BY_NOTE)
    assert printed.canonical_json() == make().canonical_json()


@pytest.mark.parametrize("make", ALL_KINDS.values(), ids=ALL_KINDS)
def test_a_kept_paper_is_read_back_as_it_was(make):
    assert read_paper(make().canonical_json()) == make()


@pytest.mark.parametrize("make", SIGNED_KINDS.values(), ids=SIGNED_KINDS)
def test_a_kept_draft_is_read_back_as_it_was(make):
    document = make(signed_on=None, signer_name=None, draft=True)
    assert read_paper(document.canonical_json()) == document


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"form":"poem/1"}',
        order().canonical_json().replace('"draft"', '"drift"'),
        order().canonical_json().replace(",", ", ", 1),
        order().canonical_json().replace('"duties"', '"verification":null,"duties"'),
    ],
)
def test_a_text_that_is_no_kept_paper_is_refused(text):
    with pytest.raises(ValueError, match=r"paper|canonical|has no"):
        read_paper(text)


def test_the_request_of_a_memo_has_its_official_words():
    assert memo().request == "จึงเรียนมาเพื่อโปรดพิจารณา"
    assert isinstance(read_paper(memo().canonical_json()), MemoDocument)


def test_the_values_load_nothing_heavy():
    code = (
        "import sys, core.documents.content;"
        "print([m for m in ('typst', 'pythainlp', 'docx', 'PIL', 'segno', 'fontTools')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
