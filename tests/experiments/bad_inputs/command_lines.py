"""Command lines with a mistake in them; none of them may start a run."""

from __future__ import annotations

from pathlib import Path

from tests.experiments.bad_inputs import Case


def run(*arguments: str, says: tuple[str, ...], messages: int = 1, prepare=None) -> Case:
    kwargs = {} if prepare is None else {"prepare": prepare}
    return Case(("run", *arguments), says, messages, **kwargs)


def a_file(name: str, text: str = "x"):
    def prepare(folder: Path) -> None:
        (folder / name).write_text(text)

    return prepare


def a_folder(name: str):
    def prepare(folder: Path) -> None:
        (folder / name).mkdir()

    return prepare


SCALES = ("0", "-1", "-0.5", "1.0001", "1e9", "nan", "NaN", "inf", "-inf", "", "half", "0,5", "0x1",
          "1/2")  # fmt: skip
WHOLE = ("0", "-1", "-5", "1.5", "nan", "", "two", "1e3", "0x10", "٣x", "1 2", "--")
SETTINGS = {
    "infrastructure": "write lever.setting=value",
    "": "write lever.setting=value",
    "=": "write lever.setting=value",
    "infrastructure.spending": "write lever.setting=value",
    "infrastructure.spending=": "nothing found",
    ".spending=1": "no such lever",
    "infrastructure.=1": "no such setting",
    "infrastucture.spending=1e9": "did you mean 'infrastructure'?",
    "infrastructure.spendin=1e9": "did you mean 'spending'?",
    "infrastructure.spending=-1": "-1 found",
    "infrastructure.spending=.nan": "not a finite number",
    "infrastructure.spending=.inf": "not a finite number",
    "infrastructure.spending=1e999": "not a finite number",
    "infrastructure.spending=1e13": "1e+13 found",
    "infrastructure.spending=yes": "'yes' found",
    "infrastructure.spending=true": "true found",
    "infrastructure.spending={2003: 1e9": "not YAML",
    "infrastructure.spending={1999: 1e9}": "years are 2002 to 2035",
    "infrastructure.spending={2036: 1e9}": "years are 2002 to 2035",
    "infrastructure.spending={2003.5: 1e9}": "2003.5",
    "infrastructure.spending={2003: -1}": "-1 found",
    "infrastructure.spending={}": "{} found",
    "infrastructure.spending=[1, 2]": "[1, 2] found",
    "infrastructure.spending=!!python/object:os.system x": "the tag",
    "infrastructure.spending=&a 1": "the anchor",
    "infrastructure.spending=*a": "alias",
    "infrastructure.targeting=poorest": "did you mean 'poorest_first'?",
    "infrastructure.region=atlantis": "no such region",
    "infrastructure=everything": "'everything' found",
    "infrastructure.spending=1\n2": "'1 2' found",
    "governance.effort=2": "2 found",
    "hukou_reform.index=-0.1": "-0.1 found",
    "infrastructure.spending=" + "9" * 5000: "not a finite number",
    "infrastructure.spending=" + "[" * 500: "nested more than",
}
NAMES = {
    "": "no such scenario",
    "histroy": "did you mean 'history'?",
    "no_infrastucture": "did you mean 'no_infrastructure'?",
    "zhejiang": "no such scenario",
    "roads.yaml": "no such file",
    "../roads.yaml": "no such file",
    "/nowhere/at/all.yaml": "no such file",
    "observed.csv": "is a table",
    "a\tb": "no such scenario",
    "a\x1b[31mb": "no such scenario",
    "x" * 5000: "no such scenario",
    "x" * 5000 + ".yaml": "cannot be read",
    "浙江": "no such scenario",
    ".": "is a folder",
    "/dev/null": "is not an ordinary file",
    "/dev/full": "is not an ordinary file",
    "/dev/zero": "is not an ordinary file",
    "https://example.org/a.yaml": "no such file",
}
PLACES = {
    "": "no such place",
    "zhejang": "did you mean 'zhejiang'?",
    "nowhere/": "no such place",
    "a\x1bb": "no such place",
    "x" * 5000: "no such place",
    "/dev/null": "no such place",
    "empty": "neither base_year.yaml nor observed.csv",
    "file": "no such place",
}

CASES: dict[str, Case] = {
    **{f"--scale {text}": run("--scale", text, says=("--scale", "above 0")) for text in SCALES},
    **{f"--threads {text}": run("--threads", text, says=("--threads",)) for text in WHOLE},
    **{f"--draws {text}": run("--draws", text, says=("--draws",)) for text in WHOLE},
    **{
        f"--seed {text}": run("--seed", text, says=("--seed",))
        for text in (*WHOLE[1:], str(2**62 + 1), str(10**400))
    },
    **{f"--set {text[:50]}": run("--set", text, says=(said,)) for text, said in SETTINGS.items()},
    **{f"run {name[:30]!r}": run("--", name, says=(said,)) for name, said in NAMES.items()},
    **{
        f"validate {name[:30]!r}": Case(("validate", "--", name), (said,))
        for name, said in NAMES.items()
        if name not in (".", "zhejiang", "")
    },
    **{
        f"--place {name[:30]!r}": run("--place", name, says=(said,), prepare=prepare)
        for name, said in PLACES.items()
        for prepare in [a_folder("empty") if name == "empty" else a_file("file")]
    },
    "all options at once": run(
        "--scale",
        "0",
        "--threads",
        "0",
        "--seed",
        "-1",
        "--draws",
        "-5",
        says=("--scale", "--threads", "--seed", "--draws"),
        messages=4,
    ),
    "all settings at once": run(
        "--set",
        "infrastucture.spending=1",
        "--set",
        "governance.effort=9",
        "--set",
        "x",
        says=("did you mean 'infrastructure'?", "9 found", "write lever.setting"),
        messages=3,
    ),
    "an option that does not exist": run("--scal", "1", says=("Did you mean '--scale'",)),
    "a name like an option": run("-history", says=("-h",)),
    "a number like an option": run("-5", says=("No such option",)),
    "an option without its value": run("--out", says=("--out",)),
    "a flag with a value": run("--json=yes", says=("--json",)),
    "two scenarios": run("history", "all_off", says=("all_off",)),
    "a command that does not exist": Case(("rn",), ("rn",)),
    "a listing that does not exist": Case(("list", "lever"), ("levers",)),
    "a listing in no language": Case(("list", "levers", "--lang", "de"), ("zh",)),
    "a listing of no place": Case(("list", "sources", "--place", "x"), ("no such place",)),
    "a scenario for no place": Case(("validate", "history", "--place", "x"), ("no such place",)),
    "nothing to check": Case(("validate",), ("FILE",)),
    "nothing to plot": Case(("plot",), ("RESULT",)),
    "nothing to reproduce": Case(("reproduce",), ("MANIFEST",)),
    "an output that is a file": run(
        "--out", "file", says=("cannot be written", "--out"), prepare=a_file("file")
    ),
    "an output below a file": run(
        "--out", "file/deep/down", says=("cannot be written",), prepare=a_file("file")
    ),
    "an output on a device": run("--out", "/dev/full", says=("cannot be written",)),
    "an output below a device": run("--out", "/dev/full/x", says=("cannot be written",)),
    "an output in the kernel": run("--out", "/proc/shanhai/x", says=("cannot be written",)),
    "an output with a long name": run("--out", "x" * 300, says=("cannot be written",)),
    "no posterior": run("--posterior", "nowhere", says=("no such folder",)),
    "a posterior that is a file": run(
        "--posterior", "file", says=("file",), prepare=a_file("file")
    ),
    "an empty posterior": run(
        "--posterior", "empty", says=("no manifest.json in this folder",), prepare=a_folder("empty")
    ),
    "the card of no posterior": Case(
        ("card", "--posterior", "nowhere"), ("nowhere: no such folder",)
    ),
    "the card of an empty posterior": Case(
        ("card", "--posterior", "empty"),
        ("no manifest.json in this folder",),
        prepare=a_folder("empty"),
    ),
    "several files, all wrong": Case(
        ("validate", "one.yaml", "two.yaml", "histroy"),
        ("one.yaml", "two.yaml", "did you mean 'history'?"),
        messages=3,
    ),
    "a new scenario without a name": Case(("new", "scenario"), ("NAME",)),
    "something else new": Case(("new", "scenaro", "x"), ("scenaro",)),
}
