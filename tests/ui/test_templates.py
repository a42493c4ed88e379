import json
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import ui
from ui.assets import HERE, asset_path, icon_markup, icon_names
from ui.blueprint import A_YEAR

ROOT = Path(ui.__file__).parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SOURCES = [*TEMPLATES, *sorted(ROOT.glob("*.py"))]
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def source_of(path):
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_inline_style_and_no_inline_script(path):
    source = source_of(path)
    assert not re.search(r"""\sstyle\s*=\s*["']""", source)
    assert not re.search(r"""\son[a-z]+\s*=\s*["']""", source)
    assert not re.search(r"""hx-on|=\s*["']js:|javascript:""", source)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_speaks_only_through_the_catalogue(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"[\u0e00-\u0e7f]", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_macro_that_others_may_use_has_an_explanation(path):
    text = path.read_text(encoding="utf-8")
    assert text.lstrip().startswith("{#")


def extracted():
    return {
        message
        for _, _, message, _, _ in extract_from_dir(
            str(ROOT / "templates"),
            method_map=[("**.html", "jinja2.ext.babel_extract")],
            keywords={"_": None, "gettext": None, "ngettext": (1, 2)},
        )
    }


def test_the_thai_catalogue_is_complete_and_holds_nothing_stale():
    with (ROOT / "translations/th/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="th")
    translated = {each.id for each in catalogue if each.id and each.string and not each.fuzzy}
    assert translated == extracted()


def test_every_icon_in_use_is_in_the_sprite():
    named = {
        name
        for path in SOURCES
        for name in re.findall(r"""\bicon\(\s*["']([a-z0-9-]+)["']""", path.read_text("utf-8"))
    }
    assert named
    assert named <= icon_names()


def test_an_unknown_icon_is_refused_with_a_sentence_that_teaches():
    with pytest.raises(LookupError, match=r"icons\.json"):
        icon_markup("no-such-icon")


def test_the_list_of_icons_is_sorted_and_has_no_doubles():
    names = json.loads((HERE / "icons.json").read_text("utf-8"))
    assert names == sorted(set(names))


def test_every_listed_icon_is_drawn_somewhere():
    words = {
        word
        for folder in ("platform", "tenants")
        for path in (ROOT.parents[1] / folder).rglob("*.*")
        if path.suffix in {".py", ".html", ".js"} and "node_modules" not in path.parts
        for word in re.findall(r"""["']([a-z0-9-]+)["']""", path.read_text("utf-8"))
    }
    assert icon_names() - words - {"network"} == set(), "delete them from ui/icons.json"


def test_a_class_of_an_icon_cannot_leave_its_attribute():
    assert '"><b>' not in icon_markup("home", '"><b>')


def test_the_packages_are_locked_without_addresses():
    lock = (ROOT / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert "http" not in re.sub(r'"(url|homepage)": "[^"]*"', "", lock)
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_an_unbuilt_file_keeps_its_plain_name():
    assert asset_path("not-built.css") == "/assets/not-built.css"


@pytest.mark.skipif(not (ROOT / "static/dist/manifest.json").exists(), reason="not built")
class TestBuiltFiles:
    def test_built_files_may_be_kept_for_a_year(self, app):
        with app.test_client() as client:
            answer = client.get(asset_path("app.css"))
            assert answer.status_code == 200
            assert answer.cache_control.max_age == A_YEAR
            assert answer.cache_control.immutable
            answer.close()

    def test_the_manifest_itself_is_not_kept(self, app):
        with app.test_client() as client:
            answer = client.get("/assets/manifest.json")
            assert answer.cache_control.max_age in {0, None}
            answer.close()

    def test_styles_name_no_foreign_host_and_no_inline_script(self, app):
        built = ROOT / "static/dist"
        for path in built.glob("app-*.css"):
            found = set(re.findall(r"https?://[^\"')\s]+", path.read_text("utf-8")))
            assert found <= {"http://www.w3.org/2000/svg"}
