import json
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

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
