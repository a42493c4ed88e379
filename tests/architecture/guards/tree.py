"""Guards over the source tree: each answers sentences that say what is wrong and what to do."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCES = ("platform", "tenants", "workers", "migrations", "wsgi.py")
SOURCE_LINES, TEST_LINES = 400, 600
SCOPE_FILES = {"platform/core/tenancy/scope.py", "migrations/policies.py"}
_SCOPE_SETTING = re.compile(
    r"set_config\s*\(|SET\s+LOCAL\b|SET\s+ROLE\b|SET\s+SESSION\b", re.IGNORECASE
)
_JINJA = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_MARKUP = re.compile(r"<script.*?</script>|<style.*?</style>|<[^>]*>", re.DOTALL)
_MACRO_OF_ATTRIBUTES = re.compile(r"{% macro describe.*?{% endmacro %}", re.DOTALL)
_WORD = re.compile(r"[A-Za-zก-ฮ]{2,}")
_HANDLERS = re.compile(r"\s(?:on[a-z]+|style|hx-on[^=\s]*)\s*=\s*[\"']|[\"']js:", re.IGNORECASE)


def shadowed_platform(root: Path) -> list[str]:
    """`import platform` must always be the standard library's."""
    found = [
        *root.glob("platform/*.py"),
        *root.glob("platform.py"),
        *(path for path in root.glob("tests/platform") if path.is_dir()),
    ]
    return [
        f"{path.relative_to(root)} shadows the standard library's `platform`: "
        "platform/ is a source root, put the code into platform/core, platform/ui or platform/city."
        for path in found
    ]


def scopes_set_elsewhere(root: Path) -> list[str]:
    """Role and district are set in one file, where they can be read and reviewed."""
    return [
        f"{path}:{number} sets a role or a setting of the database: only core/tenancy/scope.py may. "
        "Open a scope with `scope.work(...)` instead."
        for path, number, line in _lines(root)
        if str(path) not in SCOPE_FILES and _SCOPE_SETTING.search(line)
    ]


def too_long(root: Path) -> list[str]:
    """400 lines a source file, 600 a test file."""
    problems = []
    for folder, limit in [*((name, SOURCE_LINES) for name in SOURCES), ("tests", TEST_LINES)]:
        for path in _files(root / folder, "*.py"):
            if "migrations/versions" in path.as_posix():
                continue
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > limit:
                problems.append(
                    f"{path.relative_to(root)} has {lines} lines, the ceiling is {limit}: "
                    "split it by what it is about."
                )
    return problems


def imports_inside_functions(root: Path) -> list[str]:
    """Imports stand on top, so that the layering can be read; an exception says why with noqa."""
    problems = []
    for folder in ("platform", "tenants", "workers"):
        for path in _files(root / folder, "*.py"):
            text = path.read_text(encoding="utf-8")
            lines = text.splitlines()
            for node in ast.walk(ast.parse(text)):
                if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    continue
                problems += [
                    f"{path.relative_to(root)}:{inner.lineno} imports inside a function: "
                    "move it to the top, or turn the dependency round."
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Import | ast.ImportFrom)
                    and "noqa: PLC0415 - " not in lines[inner.lineno - 1]
                ]
    return problems


def doors_between_features(root: Path) -> list[str]:
    """A feature meets another one behind its pages, and the design system knows no database."""
    pages = re.compile(r"^\s*(?:from|import) tenants\.(\w+)\.(?:routes|forms|api|feature)\b")
    stored = re.compile(r"^\s*(?:from|import) (?:sqlalchemy|flask_sqlalchemy|psycopg)\b")
    problems = []
    for path, number, line in _lines(root):
        found = pages.match(line)
        if found and len(path.parts) > 2 and path.parts[:2] != ("tenants", found[1]):
            problems.append(
                f"{path}:{number} uses the pages of {found[1]}: "
                "call its service or queries instead."
            )
        if path.parts[:2] == ("platform", "ui") and stored.match(line):
            problems.append(f"{path}:{number}: the design system knows no database.")
    return problems


def bare_sentences(root: Path) -> list[str]:
    """Every word that a template shows goes through the catalogue."""
    problems = []
    for path in _templates(root):
        text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = _MARKUP.sub(_blank, _JINJA.sub(_blank, _MACRO_OF_ATTRIBUTES.sub(_blank, text)))
        for number, line in enumerate(text.splitlines(), start=1):
            words = _WORD.findall(re.sub(r"&[a-z]+;", "", line))
            if words:
                problems.append(
                    f"{path.relative_to(root)}:{number} says “{' '.join(words)}” by itself: "
                    "wrap it in _() and give the Thai in the folder's catalogue."
                )
    return problems


def inline_code(root: Path) -> list[str]:
    """The content security policy forbids inline styles and handlers; they would silently do nothing."""
    return [
        f"{path.relative_to(root)} has an inline style or handler: {found.group(0).strip()}"
        for path in _templates(root)
        for found in _HANDLERS.finditer(
            re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        )
    ]


def queue_differences(root: Path, queues: set[str]) -> list[str]:
    """The queues of the code, the entrypoint, the compose file and the runbook's units are the same."""
    problems = []
    started = r"^\s+command: \[worker, (\w+)\]|^\s+(\w+(?: \| \w+)+)\) ;;|-worker@(\w+)"
    for name in ("deploy/entrypoint", "deploy/compose.yaml", "deploy/README.md"):
        text = (root / name).read_text(encoding="utf-8")
        words = {word for found in re.findall(started, text, re.MULTILINE) for word in found}
        named = {each for word in words if word for each in word.split(" | ")}
        problems += [
            f"{name} starts a worker for the queue “{queue}”, which the code does not have."
            for queue in sorted(named - queues)
        ]
        problems += [
            f"{name} does not listen to the queue “{queue}”: its work would wait for ever."
            for queue in sorted(queues - named)
        ]
    return problems


def style_problems(root: Path) -> list[str]:
    """Complexity 10 a function; SQL is never glued together (frozen SQL of migrations apart)."""
    run = subprocess.run(
        [
            *(Path(sys.executable).with_name("ruff"), "check", "--isolated", "--no-cache"),
            *("--quiet", "--output-format", "concise", "--select", "C901,S608"),
            *("--config", "lint.mccabe.max-complexity=10"),
            *("--exclude", "node_modules,migrations,tests", str(root)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return (run.stdout + run.stderr).splitlines()


def _blank(found: re.Match[str]) -> str:
    """Whatever is cut out keeps its line breaks, so that line numbers stay true."""
    return "\n" * found.group(0).count("\n") or " "


def _templates(root: Path) -> Iterator[Path]:
    for folder in ("platform", "tenants"):
        yield from (
            path
            for path in (root / folder).rglob("*.html")
            if "node_modules" not in path.parts and "templates" in path.parts
        )


def _files(place: Path, pattern: str) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for path in sorted(place.rglob(pattern)):
        if not {"node_modules", "__pycache__"} & set(path.parts):
            yield path


def _lines(root: Path) -> Iterator[tuple[Path, int, str]]:
    for folder in SOURCES:
        for path in _files(root / folder, "*.py"):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield path.relative_to(root), number, line
