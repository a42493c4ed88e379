import gettext
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from core.errors import Message
from core.i18n.catalogues import (
    CATALOGUE,
    check_catalogues,
    compile_catalogues,
    main,
    messages_in_use,
    package_folders,
    translation_directories,
    update_catalogues,
)
from core.i18n.dates import DateProblem
from core.i18n.messages import translate

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


@pytest.fixture
def packages(tmp_path):
    core, tenants = tmp_path / "core", tmp_path / "tenants"
    write(core / "errors.py", 'raise DomainError("Too many %(things)s.", things=3)\n')
    write(tenants / "__init__.py", "")
    write(
        tenants / "zones" / "service.py",
        'raise FieldError("A long "\n    "sentence.", field="name")\nMessage("Zone")\n'
        'ngettext("%(num)s zone", "%(num)s zones", n)\npgettext("verb", "Order")\n',
    )
    write(tenants / "zones" / "templates" / "zones" / "list.html", "{{ _('Zones') }}{{ name }}")
    write(tenants / "zones" / "templates" / "zones" / "note.md", "{{ _('Not a template') }}")
    write(tenants / "zones" / "node_modules" / "x.py", '_("Not ours")')
    return [core, tenants]


def catalogue_of(folder):
    return folder / "translations" / CATALOGUE


def names_in(catalogue):
    return {message.id for message in catalogue if message.id}


def kinds(packages):
    return sorted(problem.kind for problem in check_catalogues(packages))


def fill(catalogue, **translations):
    content = catalogue.read_text(encoding="utf-8")
    for name, thai in translations.items():
        marker = f'msgid "{name}"\nmsgstr ""'
        assert marker in content
        content = content.replace(marker, f'msgid "{name}"\nmsgstr "{thai}"')
    catalogue.write_text(content, encoding="utf-8")


def test_each_message_belongs_to_the_nearest_folder(packages):
    core, tenants = packages
    found = messages_in_use(packages)
    assert names_in(found[core / "translations"]) == {"Too many %(things)s."}
    assert names_in(found[tenants / "zones" / "translations"]) == {
        *("A long sentence.", "Zone", "Zones", "Order", ("%(num)s zone", "%(num)s zones"))
    }


def test_a_deeper_catalogue_takes_its_messages_over(packages):
    core, _ = packages
    write(core / "forms" / "fields.py", '_("Deep")')
    (core / "forms" / "translations").mkdir()
    assert names_in(messages_in_use(packages)[core / "forms" / "translations"]) == {"Deep"}


def test_update_adds_keeps_sets_aside_and_brings_back(packages):
    _, tenants = packages
    zones = catalogue_of(tenants / "zones")
    source = tenants / "zones" / "service.py"
    assert len(update_catalogues(packages)) == 2
    fill(zones, Zone="โซน")
    assert update_catalogues(packages) == []

    before = source.read_text()
    source.write_text("")
    assert update_catalogues(packages) == [zones]
    assert '#~ msgid "Zone"\n#~ msgstr "โซน"' in zones.read_text(encoding="utf-8")

    source.write_text(before)
    update_catalogues(packages)
    assert '\nmsgid "Zone"\nmsgstr "โซน"' in zones.read_text(encoding="utf-8")
    assert "#~" not in zones.read_text(encoding="utf-8")


def test_check_names_what_is_missing_and_what_is_empty(packages):
    assert kinds(packages) == ["missing"] * 6
    update_catalogues(packages)
    assert kinds(packages) == ["empty"] * 6


def test_check_names_stale_fuzzy_and_wrong_placeholders(packages):
    core, _tenants = packages
    write(
        catalogue_of(core),
        HEADER
        + '#, fuzzy\nmsgid "Too many %(things)s."\nmsgstr "มีมากเกินไป %(thing)s"\n\n'
        + 'msgid "Gone"\nmsgstr "ไปแล้ว"\n',
    )
    assert kinds([core]) == ["fuzzy", "placeholders", "stale"]
    stale = next(problem for problem in check_catalogues([core]) if problem.kind == "stale")
    assert "'Gone'" in str(stale)
    assert str(core) in str(stale)


def test_check_names_one_message_with_two_voices(packages):
    core, tenants = packages
    write(core / "more.py", '_("Zone")')
    update_catalogues(packages)
    fill(catalogue_of(core), Zone="เขตย่อย")
    fill(catalogue_of(tenants / "zones"), Zone="โซน")
    assert "differing" in kinds(packages)
    fill_again = catalogue_of(core).read_text(encoding="utf-8").replace("เขตย่อย", "โซน")
    catalogue_of(core).write_text(fill_again, encoding="utf-8")
    assert "differing" not in kinds(packages)


def test_a_broken_template_is_not_passed_over(packages):
    write(packages[0] / "templates" / "broken.html", "{% if %}")
    with pytest.raises(Exception, match="Expected an expression"):
        messages_in_use(packages)


def test_compiling_writes_what_gettext_reads_and_only_when_it_changed(packages):
    core, _ = packages
    write(catalogue_of(core), HEADER + 'msgid "Too many %(things)s."\nmsgstr "%(things)s มากไป"\n')
    compiled = catalogue_of(core).with_suffix(".mo")
    assert compile_catalogues(packages) == [compiled]
    assert compile_catalogues(packages) == []
    with compiled.open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("Too many %(things)s.") == "%(things)s มากไป"
    later = compiled.stat().st_mtime + 1
    os.utime(catalogue_of(core), (later, later))
    assert compile_catalogues(packages) == [compiled]


def test_the_packages_are_found_where_they_are_installed():
    folders = package_folders()
    assert Path(__file__).parents[3] / "platform" / "core" in folders
    assert all(folder.is_dir() for folder in folders)
    assert folders[1] / "translations" in translation_directories()


def test_the_messages_of_this_layer_are_all_translated():
    own = {"dates.py", "numbers.py", "fields.py"}
    core = package_folders()[1]
    used = {
        message.id
        for message in messages_in_use([core])[core / "translations"]
        if message.id and any(Path(place).name in own for place, _ in message.locations)
    }
    problems = {problem.message_id for problem in check_catalogues([core])}
    assert used
    assert not used & problems


def test_the_command_answers_with_its_exit_code(monkeypatch, packages, capsys):
    monkeypatch.setattr("core.i18n.catalogues.package_folders", lambda: packages)
    assert main(["extract-check"]) == 1
    assert main(["update"]) == 0
    assert main(["extract-check"]) == 0
    assert main(["check"]) == 1
    assert main(["compile"]) == 0
    assert "empty: 'Zone'" in capsys.readouterr().out


def test_the_module_is_a_command():
    command = [sys.executable, "-m", "core.i18n.catalogues", "--help"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "update" in answer.stdout


@pytest.fixture
def application():
    compile_catalogues()
    app = Flask(__name__)
    folders = ";".join(map(str, translation_directories()))
    app.config.update(BABEL_TRANSLATION_DIRECTORIES=folders, BABEL_DEFAULT_LOCALE="th")
    Babel(app)
    with app.test_request_context():
        yield app


def test_messages_are_translated_with_their_parameters(application):
    asked = DateProblem(
        "Did you mean %(suggested)s? Type the year in the Buddhist era.", suggested="2559"
    )
    assert translate(asked) == "หมายถึงปี 2559 ใช่หรือไม่ โปรดระบุปีเป็นพุทธศักราช"
    inner = Message("Choose one of the list.")
    assert translate(Message("Type %(most)s or less.", most=inner)) == (
        "โปรดระบุไม่เกิน โปรดเลือกจากรายการ"
    )
    assert translate("Choose one of the list.") == "โปรดเลือกจากรายการ"
