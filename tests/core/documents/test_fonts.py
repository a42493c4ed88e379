import os
import stat

import pytest
from fontTools.ttLib import TTFont

from core.documents import fonts


def test_prepared_fonts_have_no_lifted_mark_to_mark_anchor(tmp_path):
    directory = fonts.prepare_fonts(tmp_path / "fonts")
    names = sorted(path.name for path in directory.iterdir())
    assert names == ["OFL.txt", "Sarabun-Bold.ttf", "Sarabun-Regular.ttf", "manifest.json"]
    for path in directory.glob("*.ttf"):
        assert fonts.flatten_mark_to_mark(TTFont(path)) == 0
        assert fonts.level_mark_to_base(TTFont(path)) == 0


def test_the_package_itself_has_lifted_anchors():
    assert fonts.flatten_mark_to_mark(TTFont(fonts._source("Regular"))) > 0
    assert fonts.level_mark_to_base(TTFont(fonts._source("Bold"))) > 0


def test_a_second_preparation_writes_nothing(tmp_path):
    directory = fonts.prepare_fonts(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in directory.iterdir()}
    fonts.prepare_fonts(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in directory.iterdir()} == before


def test_a_lost_or_outdated_font_is_made_again(tmp_path):
    fonts.prepare_fonts(tmp_path)
    (tmp_path / "Sarabun-Bold.ttf").unlink()
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    fonts.prepare_fonts(tmp_path)
    assert (tmp_path / "Sarabun-Bold.ttf").exists()
    assert stat.S_IMODE((tmp_path / "Sarabun-Bold.ttf").stat().st_mode) == 0o644


def test_a_folder_that_cannot_be_written_is_replaced_by_a_temporary_one(tmp_path, monkeypatch):
    blocked = tmp_path / "a-file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(fonts, "PREPARED_FONTS", blocked / "fonts")
    monkeypatch.setattr(fonts.tempfile, "tempdir", str(tmp_path))
    fonts.font_directory.cache_clear()
    try:
        directory = fonts.font_directory()
    finally:
        fonts.font_directory.cache_clear()
    assert directory.parent == tmp_path
    assert (directory / "Sarabun-Regular.ttf").exists()


@pytest.mark.skipif(os.name != "posix", reason="module files are run by path here")
def test_the_module_finds_its_folder_beside_itself():
    assert fonts.PREPARED_FONTS.parent.name == "documents"
