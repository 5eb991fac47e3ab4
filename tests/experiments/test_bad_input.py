"""Whatever users get wrong is said in one line a mistake, and nothing is written.

Every case is a command line and the files it meets; the exit code is 2, there is no traceback, what
was there before is untouched, and the messages name file, line and what is allowed.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.commands import shanhai as commands
from experiments.commands.usage import OnePass
from tests.experiments.bad_inputs import Case, command_lines, long_work, places, scenario_files

GROUPS = {
    "command line": command_lines.CASES,
    "scenario": scenario_files.CASES,
    "place": places.CASES,
    "long work": long_work.CASES,
}
EVERY = {f"{group}: {name}": case for group, of in GROUPS.items() for name, case in of.items()}
PROMISED = 200


def contents(folder: Path) -> dict[str, object]:
    """Every file below a folder with its bytes, and every folder."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        found[str(path.relative_to(folder))] = path.read_bytes() if stat.S_ISREG(mode) else mode
    return found


def test_there_are_as_many_bad_inputs_as_promised():
    assert len(EVERY) >= PROMISED


@pytest.mark.parametrize("name", EVERY)
def test_a_bad_input_is_told_in_one_line_and_nothing_is_written(name, shanhai, tmp_path):
    case: Case = EVERY[name]
    case.prepare(tmp_path)
    Path("results").mkdir()
    Path("results/earlier.txt").write_text("an earlier result")
    before = contents(tmp_path)
    said = shanhai(*case.arguments)
    told = [line for line in said.err.splitlines() if ": warning: " not in line]
    told = [line for line in told if not line.endswith("assumed") and "assumed: " not in line]
    assert said.code == 2, said.err
    assert said.out == ""
    assert contents(tmp_path) == before
    assert "Traceback" not in said.err
    if case.messages is not None:
        assert len(told) == case.messages, told
    for words in case.says:
        assert words in said.err, said.err[:2000]
    for line in case.lines:
        assert re.search(rf"^[^:\n]*:{line}: ", said.err, re.MULTILINE), said.err
    assert all(len(line) < 700 and line.isprintable() for line in told), told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "leevers"), "did you mean 'levers'?"),
        (("compare", "all_off", "--lang", "zhh"), "did you mean 'zh'?"),
        (("rnu",), "Did you mean 'run'?"),
        (("run", "--scal", "1"), "Did you mean '--scale'?"),
        (
            ("run", "--set", "infrastructure.spending={2003:11e9}"),
            "no such year; years are 2002 to 2035; a space is missing after the colon",
        ),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(arguments, words, shanhai):
    said = shanhai(*arguments)
    assert said.code == 2 and said.err.count("\n") == 1
    assert words in said.err


def test_every_command_looks_at_all_options_before_it_complains():
    waiting = [commands]
    while waiting:
        command = waiting.pop()
        if hasattr(command, "commands"):
            waiting += command.commands.values()
        else:
            assert isinstance(command, OnePass), f"{command.name}: give cls=OnePass"


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(st.lists(st.text(st.characters(exclude_characters="\0"), max_size=12), max_size=5))
def test_any_words_at_all_are_answered_without_a_traceback(words):
    from click.testing import CliRunner

    with tempfile.TemporaryDirectory() as folder:
        here = os.getcwd()
        os.chdir(folder)
        try:
            said = CliRunner().invoke(commands, ["validate", *words])
        finally:
            os.chdir(here)
        assert said.exit_code in (0, 1, 2)
        assert (
            said.exception is None
            or isinstance(said.exception, SystemExit)
            or (type(said.exception).__name__ == "BadInput")
        )
        assert os.listdir(folder) == []
