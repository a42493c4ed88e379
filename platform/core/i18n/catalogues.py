"""The Thai catalogues: `python -m core.i18n.catalogues extract-check | compile | update | check`.

A folder `translations` translates the messages of the Python and Jinja files below its parent; the
nearest one wins. `core`, `ui`, `city` and `workers` have one each, every feature of `tenants` its
own. Message ids are the literal first arguments of the functions and classes in `KEYWORDS`.
"""

import argparse
import io
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = "th"
CATALOGUE = Path(LOCALE, "LC_MESSAGES", "messages.po")
KEYWORDS: Mapping[str, Any] = {
    **dict.fromkeys(("_", "gettext", "lazy_gettext", "_l", "mark")),
    **dict.fromkeys(("Message", "DomainError", "FieldError", "EditConflict", "NotFound")),
    **dict.fromkeys(("Refused", "InputProblem", "DateProblem", "NumberProblem")),
    **dict.fromkeys(("ngettext", "lazy_ngettext"), (1, 2)),
    **dict.fromkeys(("pgettext", "lazy_pgettext"), ((1, "c"), 2)),
}

_PACKAGES = ("ui", "core", "city", "tenants", "workers")
_PACKAGE_OF_FEATURES = "tenants"
_FOLDER = "translations"
_PRUNED = {_FOLDER, "node_modules", "static", "__pycache__"}
_TEMPLATES = {".html", ".txt", ".svg", ".xml"}
_JINJA_OPTIONS = {"silent": "false", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
_HEADER = "# ข้อความภาษาไทย"
_Key = tuple[str | None, str]


@dataclass(frozen=True)
class Problem:
    """Why a catalogue is not complete: one word and a sentence for the developer."""

    kind: str
    catalogue: Path
    message_id: str
    detail: str

    def __str__(self) -> str:
        return f"{self.catalogue}: {self.kind}: {self.message_id!r}: {self.detail}"


def translation_directories(packages: Sequence[Path] | None = None) -> list[Path]:
    """Every folder with a Thai catalogue, for `BABEL_TRANSLATION_DIRECTORIES` joined with `;`."""
    return [
        folder
        for package in packages or package_folders()
        for folder in (package / _FOLDER, *sorted(package.glob(f"*/{_FOLDER}")))
        if (folder / CATALOGUE).is_file()
    ]


def package_folders() -> list[Path]:
    """Where the packages of the product lie, in a checkout or installed; none is imported."""
    specs = (find_spec(name) for name in _PACKAGES)
    return [Path(next(iter(spec.submodule_search_locations or ()))) for spec in specs if spec]


def compile_catalogues(packages: Sequence[Path] | None = None) -> list[Path]:
    """Write the `.mo` beside every `.po` that is newer; the compiled files that were written."""
    written = []
    for folder in translation_directories(packages):
        source = folder / CATALOGUE
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        content = io.BytesIO()
        write_mo(content, _read(folder))
        # Another process may be reading: the file is replaced whole.
        draft = target.with_suffix(f".{os.getpid()}")
        draft.write_bytes(content.getvalue())
        draft.replace(target)
        written.append(target)
    return written


def update_catalogues(packages: Sequence[Path] | None = None) -> list[Path]:
    """Add missing message ids with an empty translation; set unused ones aside (`#~`).

    Translations stay; one set aside comes back with its message. The catalogues that changed.
    """
    changed = []
    for folder, template in messages_in_use(packages).items():
        target = folder / CATALOGUE
        catalogue = _read(folder)
        for message in list(catalogue.obsolete.values()):
            if not catalogue.get(message.id, message.context):
                catalogue[message.id] = message
        catalogue.obsolete.clear()
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        content = io.BytesIO()
        write_po(content, catalogue, width=98, no_location=True, sort_output=True)
        if not target.is_file() or target.read_bytes() != content.getvalue():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.getvalue())
            changed.append(target)
    return changed


def check_catalogues(packages: Sequence[Path] | None = None) -> list[Problem]:
    """Everything that keeps the Thai catalogues from being complete, exact and of one voice."""
    in_use = messages_in_use(packages)
    folders = dict.fromkeys((*in_use, *translation_directories(packages)))
    catalogues = {folder: _read(folder) for folder in folders}
    problems: list[Problem] = []
    for folder, catalogue in catalogues.items():
        template = in_use.get(folder, Catalog())
        problems += _differences(folder, template, catalogue)
        for message in _entries(catalogue):
            problems += _faults(folder, message)
    return problems + list(_disagreements(catalogues))


def messages_in_use(packages: Sequence[Path] | None = None) -> dict[Path, Catalog]:
    """The messages that the sources use, by the `translations` folder that has to hold them."""
    found: dict[Path, Catalog] = defaultdict(lambda: Catalog(locale=LOCALE))
    for package in packages or package_folders():
        for source in _sources(package):
            python = source.suffix == ".py"
            for line, name, _comments, context in extract_from_file(
                "python" if python else "jinja2",
                source,
                keywords=KEYWORDS,
                options={} if python else _JINJA_OPTIONS,
            ):
                folder = _folder_of(source, package)
                found[folder].add(name, locations=[(str(source), line)], context=context)
    return dict(found)


def _sources(package: Path) -> Iterator[Path]:
    for folder, below, names in os.walk(package):
        below[:] = sorted(set(below) - _PRUNED)
        templates = "templates" in Path(folder).relative_to(package).parts
        for name in sorted(names):
            suffix = Path(name).suffix
            if suffix == ".py" or (templates and suffix in _TEMPLATES):
                yield Path(folder, name)


def _folder_of(source: Path, package: Path) -> Path:
    parents = source.parents[: source.parents.index(package) + 1]
    for parent in parents:
        if (parent / _FOLDER).is_dir():
            return parent / _FOLDER
    of_feature = package.name == _PACKAGE_OF_FEATURES and len(parents) > 1
    return parents[-2 if of_feature else -1] / _FOLDER


def _read(folder: Path) -> Catalog:
    source = folder / CATALOGUE
    if not source.is_file():
        return Catalog(locale=LOCALE, header_comment=_HEADER, fuzzy=False)
    with source.open("rb") as file:
        return read_po(file, locale=LOCALE, abort_invalid=True)


def _entries(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> _Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def _differences(folder: Path, template: Catalog, catalogue: Catalog) -> Iterator[Problem]:
    needed = {_key(message): message for message in _entries(template)}
    present = {_key(message) for message in _entries(catalogue)}
    for key, message in needed.items():
        if key not in present:
            place = "{}:{}".format(*message.locations[0])
            yield Problem("missing", folder, key[1], f"Translate it; used in {place}.")
    for key in present - needed.keys():
        yield Problem("stale", folder, key[1], "No source uses it: run `update`.")


def _faults(folder: Path, message: Message) -> Iterator[Problem]:
    name = _key(message)[1]
    translations = _texts(message.string)
    if not all(text.strip() for text in translations):
        yield Problem("empty", folder, name, "Write its Thai sentence.")
        return
    if message.fuzzy:
        yield Problem("fuzzy", folder, name, "Read the translation and remove the mark.")
    expected = _placeholders(_texts(message.id)[-1:])
    if any(_placeholders([text]) != expected for text in translations):
        detail = f"The translation must use {sorted(expected) or 'no placeholders'}."
        yield Problem("placeholders", folder, name, detail)


def _disagreements(catalogues: Mapping[Path, Catalog]) -> Iterator[Problem]:
    first: dict[_Key, tuple[Path, Sequence[str]]] = {}
    for folder, catalogue in catalogues.items():
        for message in _entries(catalogue):
            texts = _texts(message.string)
            if not any(texts):
                continue
            other, elsewhere = first.setdefault(_key(message), (folder, texts))
            if texts != elsewhere:
                detail = f"{texts[0]!r} here, {elsewhere[0]!r} in {other}."
                yield Problem("differing", folder, _key(message)[1], detail)


def _texts(value: str | Iterable[str] | None) -> list[str]:
    return [value or ""] if value is None or isinstance(value, str) else list(value)


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in _PLACEHOLDER.findall(text)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 1 when a check finds a problem."""
    parser = argparse.ArgumentParser(prog="python -m core.i18n.catalogues", description=__doc__)
    parser.add_argument("command", choices=("extract-check", "compile", "update", "check"))
    command = parser.parse_args(arguments).command
    if command in ("compile", "update"):
        action = compile_catalogues if command == "compile" else update_catalogues
        _say(f"written: {path}" for path in action())
        return 0
    problems = check_catalogues()
    if command == "extract-check":
        _say(f"{folder}: {len(catalog)} messages" for folder, catalog in messages_in_use().items())
        problems = [problem for problem in problems if problem.kind in ("missing", "stale")]
    _say(map(str, problems))
    return 1 if problems else 0


def _say(lines: Iterable[str]) -> None:
    sys.stdout.writelines(line + "\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
