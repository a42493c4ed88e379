import subprocess
import sys

import pytest

from workers.local import install, places


@pytest.fixture
def steps(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(install, "CHECKOUT", tmp_path)
    return []


def step(steps, *reads, makes=(), work=None):
    return install.Step("one", "Doing", reads, makes, work or (lambda: steps.append(reads)))


def test_a_finished_step_is_skipped_until_what_it_reads_changes(steps):
    for reads in ("a", "a", "b", "b", "a"):
        install._perform(step(steps, reads))
    assert steps == [("a",), ("b",), ("a",)]


def test_a_step_is_done_again_when_what_it_made_is_gone(steps, tmp_path):
    made = tmp_path / "made"

    def work():
        steps.append("made")
        made.touch()

    for _ in range(2):
        install._perform(step(steps, "a", makes=(made,), work=work))
    made.unlink()
    install._perform(step(steps, "a", makes=(made,), work=work))
    assert steps == ["made", "made"]


def test_a_step_that_failed_leaves_no_stamp(steps):
    with pytest.raises(subprocess.CalledProcessError):
        install._perform(
            step(
                steps, "a", work=lambda: install._run([sys.executable, "-c", "raise SystemExit(3)"])
            )
        )
    assert not (install.STAMPS / "one").exists()


def test_the_fingerprint_knows_names_and_contents(steps, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("same")
    second.write_text("same")
    both = {install.fingerprint([], [file]) for file in (first, second)}
    second.write_text("other")
    assert len(both | {install.fingerprint([], [second])}) == 3


def test_set_up_needs_nothing_but_the_standard_library():
    script = places.CHECKOUT / "workers" / "local" / "install.py"
    program = f"import runpy; runpy.run_path({str(script)!r}, run_name='checked')"
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True)
