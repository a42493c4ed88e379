"""Files: kept by their content, listed in their district alone."""

from pathlib import Path

import pytest

from core.config import ConfigurationError
from core.db import uuid7
from core.errors import FieldError, NotFound
from core.files.models import StoredFile
from core.files.service import LARGEST_FILE, LONGEST_NAME, content_of, keep, safe_name
from core.files.store import FolderStore, MissingContentError, open_store
from tests.support.world import BANG_NA, NEIGHBOUR, World


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


def test_equal_bytes_of_one_office_lie_in_the_store_once_and_offices_share_nothing(store):
    first, second = (store.put(BANG_NA, b"abc") for _ in range(2))
    other = store.put(NEIGHBOUR, b"abc")
    assert first == second == other
    assert sorted(path.relative_to(store.folder).parts[0] for path in store.folder.glob("*/*")) == [
        str(NEIGHBOUR),
        str(BANG_NA),
    ]


def test_files_are_readable_by_the_application_alone(store):
    path = store.folder / str(BANG_NA) / store.put(BANG_NA, b"abc")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_damaged_and_missing_content_is_never_handed_out(store):
    sha256 = store.put(BANG_NA, b"abc")
    with pytest.raises(MissingContentError):
        store.get(NEIGHBOUR, sha256)
    (store.folder / str(BANG_NA) / sha256).write_bytes(b"abd")
    with pytest.raises(MissingContentError):
        store.get(BANG_NA, sha256)


def test_content_is_found_by_its_hash_and_by_no_path(store):
    with pytest.raises(ValueError, match="SHA-256"):
        store.get(BANG_NA, "../../etc/passwd")


def test_a_files_url_of_another_kind_is_refused_at_once(tmp_path):
    assert open_store(f"file://{tmp_path}").folder == tmp_path
    assert open_store(str(tmp_path)).folder == tmp_path
    with pytest.raises(ConfigurationError, match="s3"):
        open_store("s3://bucket/files")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("รายชื่อชุมชน.xlsx", "รายชื่อชุมชน.xlsx"),
        ("C:\\fakepath\\รายชื่อ.csv", "รายชื่อ.csv"),
        ("../../etc/passwd", "passwd"),
        (".htaccess", "htaccess"),
        ('a"b<c>.csv', "a b c.csv"),
        ("a\u202exslx.csv", "axslx.csv"),
        ("", "file"),
    ],
)
def test_a_name_is_fit_to_be_shown_and_saved_under(sent: str, kept: str):
    assert safe_name(sent) == kept


def test_a_long_name_keeps_its_kind():
    name = safe_name("ก" * 400 + ".xlsx")
    assert len(name) <= LONGEST_NAME
    assert name.endswith(".xlsx")


def test_a_file_is_found_in_its_own_office_alone(world: World, store):
    actor = world.actor()

    def keep_one(session):
        return keep(
            session,
            store,
            actor=actor,
            name="ก.csv",
            content=b"abc",
            content_type="text/csv",
            purpose="test",
        ).id

    file_id = world.in_district(keep_one)

    def look(session):
        entry, content = content_of(session, store, BANG_NA, file_id)
        return entry.name, entry.size, entry.stored_by, content

    assert world.in_district(look) == ("ก.csv", 3, actor.name, b"abc")
    for office in (BANG_NA, NEIGHBOUR):
        with pytest.raises(NotFound):
            world.in_district(
                lambda session, office=office: content_of(session, store, office, file_id),
                NEIGHBOUR,
            )


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "empty"), (b"x" * (LARGEST_FILE + 1), "20")]
)
def test_empty_and_too_large_files_are_refused_and_leave_nothing(
    world: World, store, content: bytes, sentence: str
):
    actor = world.actor()

    def keep_one(session):
        keep(
            session,
            store,
            actor=actor,
            name="ก.csv",
            content=content,
            content_type="text/csv",
            purpose="test",
        )

    with pytest.raises(FieldError, match=sentence):
        world.in_district(keep_one)
    assert not store.folder.exists()
    assert world.in_district(lambda session: session.get(StoredFile, (BANG_NA, uuid7()))) is None
