"""Scenario files with mistakes, as text or as bytes."""

from __future__ import annotations

from pathlib import Path

from tests.experiments.bad_inputs import Case, scenario

INFRASTRUCTURE = "levers:\n  infrastructure:\n    spending: "


def spending(value: str, *says: str, **more) -> Case:
    return scenario(f"{INFRASTRUCTURE}{value}\n", *says, lines=(3,), **more)


def chain(folder: Path, length: int, last: str) -> None:
    for number in range(length):
        parent = f"{number + 1}.yaml" if number + 1 < length else last
        (folder / f"{number}.yaml").write_text(f"extends: {parent}\n")
    (folder / "mine.yaml").write_text("extends: 0.yaml\n")


def linked_outside(folder: Path) -> None:
    (folder.parent / "outside.yaml").write_text("title: x\n")
    (folder / "inside.yaml").symlink_to(folder.parent / "outside.yaml")
    (folder / "mine.yaml").write_text("title: x\nextends: inside.yaml\n")


def linked_to_itself(folder: Path) -> None:
    (folder / "mine.yaml").symlink_to(folder / "mine.yaml")


def folder_of_that_name(folder: Path) -> None:
    (folder / "mine.yaml").mkdir()


def parent_wrong_too(folder: Path) -> None:
    (folder / "parent.yaml").write_text("titel: x\nlevers: {governence: {}}\n")
    (folder / "mine.yaml").write_text("extends: parent.yaml\nclosure: x\n")


def in_another_encoding(encoding: str, *says: str, **more) -> Case:
    text = "title: 浙江\nsummary: é\n" if encoding != "latin-1" else "title: x\nsummary: é\n"
    return scenario(text.encode(encoding), *says, **more)


BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + k)}: &{chr(98 + k)} [{', '.join([f'*{chr(97 + k)}'] * 9)}]\n" for k in range(9)
)

CASES: dict[str, Case] = {
    "an alias bomb": scenario(BILLION_LAUGHS, "anchor", messages=None),
    "a merge key": scenario("<<: {title: x}\n", "<<"),
    "an unclosed bracket": scenario("title: [1, 2\nlevers: x\n", "not YAML"),
    "an unclosed quote": scenario('title: "x\nlevers: {}\n', "not YAML"),
    "a tab for blanks": scenario("levers:\n\tgovernance: {}\n", "not YAML", lines=(2,)),
    "blanks out of line": scenario("levers:\n  governance: {}\n   hukou_reform: {}\n", "not YAML"),
    "a colon too many": scenario("title: a: b\n", "not YAML", lines=(1,)),
    "only a word": scenario("history\n", "a mapping", lines=(1,)),
    "only a number": scenario("5\n", "a mapping", lines=(1,)),
    "a list": scenario("- history\n", "a mapping", lines=(1,)),
    "nothing": scenario("", "is empty"),
    "a remark alone": scenario("# nothing\n", "is empty"),
    "three dashes alone": scenario("---\n", "is empty"),
    "two documents": scenario("title: x\n---\ntitle: y\n", "second document", lines=(2,)),
    "YAML 1.1": scenario("%YAML 1.1\n---\ntitle: x\n", "YAML 1.2"),
    "JSON cut off": scenario('{"title": "x", "levers": {"gov', "not YAML"),
    "a deep nest": scenario("title: " + "[" * 3000 + "\n", "nested more than"),
    "a deep mapping": scenario("title: " + "{a: " * 3000 + "\n", "nested more than"),
    "many values": scenario("without: [" + "a, " * 20_000 + "]\n", "more than 10000 values"),
    "a very large file": scenario(b"title: " + b"x" * (2 << 20), "larger than 1 MiB"),
    "a large file of lines": scenario(b"# x\n" * (1 << 19), "larger than 1 MiB"),
    "UTF-16": in_another_encoding("utf-16", "not UTF-8"),
    "UTF-16 without a mark": in_another_encoding("utf-16-le", messages=1),
    "UTF-32": in_another_encoding("utf-32", "not UTF-8"),
    "GBK": in_another_encoding("gbk", "not UTF-8", lines=(1,)),
    "GB18030": in_another_encoding("gb18030", "not UTF-8", lines=(1,)),
    "Big5": in_another_encoding("big5hkscs", "not UTF-8", lines=(1,)),
    "Latin-1": in_another_encoding("latin-1", "not UTF-8", lines=(2,)),
    "a binary file": scenario(bytes(range(256)) * 9, "not"),
    "a picture": scenario(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "not"),
    "a spreadsheet": scenario(b"PK\x03\x04" + b"\0" * 99, "not plain text"),
    "a null": scenario("title: a\x00b\n", "control character U+0000", lines=(1,)),
    "an escape": scenario("title: x\nsummary: a\x1b[31mb\n", "U+001B", lines=(2,)),
    "an escaped escape": scenario('title: "\\e[31m"\n', "control character", lines=(1,)),
    "half a character": scenario('title: "\\ud800"\n', "half a character", lines=(1,)),
    "a key twice": scenario("title: x\ntitle: y\n", "given twice", lines=(2,)),
    "a key in capitals": scenario("Title: x\n", "did you mean 'title'?", lines=(1,)),
    "an unknown key": scenario("titel: x\n", "did you mean 'title'?", lines=(1,)),
    "a key of nothing": scenario("? \n: x\n", "a key must be", lines=(1,)),
    "a key that is a list": scenario("? [a]\n: x\n", "a key must be", lines=(1,)),
    "a key that is no number": scenario(".nan: x\n", "not a finite number", lines=(1,)),
    "a key that is true": scenario("true: x\n", "a key must be", lines=(1,)),
    "a tag": scenario("title: !!python/name:os.system x\n", "the tag", lines=(1,)),
    "a binary tag": scenario("title: !!binary aGk=\n", "the tag", lines=(1,)),
    "a title that is a number": scenario("title: 5\n", "5 found; give text", lines=(1,)),
    "a title that is a list": scenario("title: [a]\n", "give text", lines=(1,)),
    "a summary that is a date": scenario("summary: {a: 1}\n", "give text", lines=(1,)),
    "a name with a slash": scenario("name: a/b\n", "without slashes", lines=(1,)),
    "a name that climbs": scenario("name: ../x\n", "without slashes", lines=(1,)),
    "a name like an option": scenario("name: -rf\n", "without slashes", lines=(1,)),
    "an unknown lever": scenario(
        "levers:\n  infrastucture: {}\n", "did you mean 'infrastructure'?", lines=(2,)
    ),
    "a lever that is a number": scenario("levers:\n  governance: 5\n", "5 found", lines=(2,)),
    "a lever that is nothing": scenario("levers:\n  governance:\n", "nothing found", lines=(2,)),
    "levers as a list": scenario("levers: [governance]\n", "found", lines=(1,)),
    "levers misspelt": scenario("levers: documentd\n", "did you mean 'documented'?", lines=(1,)),
    "an unknown setting": scenario(
        "levers:\n  infrastructure:\n    spendig: 1\n", "did you mean 'spending'?", lines=(3,)
    ),
    "a negative sum": spending("-1", "-1 found"),
    "minus nothing much": spending("-1e-300", "found"),
    "too large a sum": spending("1e13", "1e+13 found"),
    "not a number": spending(".nan", "not a finite number"),
    "NAN in capitals": spending(".NAN", "not a finite number"),
    "nan as a word": spending("nan", "'nan' found"),
    "infinity": spending(".inf", "not a finite number"),
    "minus infinity": spending("-.inf", "not a finite number"),
    "infinity in disguise": spending("1e400", "not a finite number"),
    "many digits": spending("9" * 4000, "not a finite number"),
    "money as text": spending("'1e9'", "'1e9' found"),
    "money in words": spending("11 bn", "'11 bn' found"),
    "money with commas": spending("1,000,000", "found"),
    "money with a unit": spending("5 yuan", "found"),
    "money that is true": spending("true", "true found"),
    "money that is yes": spending("yes", "'yes' found"),
    "money that is nothing": spending("", "nothing found"),
    "money that is a tilde": spending("~", "nothing found"),
    "money that is a list": spending("[1, 2]", "[1, 2] found"),
    "money that is a date": spending("2003-01-01", "found"),
    "sexagesimal money": spending("1:30:00", "found"),
    "a path without years": spending("{}", "{} found"),
    "a year too early": spending("{2001: 1}", "years are 2002 to 2035"),
    "a year too late": spending("{2036: 1}", "years are 2002 to 2035"),
    "a negative year": spending("{-2003: 1}", "years are 2002 to 2035"),
    "a quoted year": spending("{'2003': 1}", "write the year"),
    "a broken year": spending("{2003.5: 1}", "2003.5 found"),
    "a year in words": spending("{first: 1}", "years are 2002 to 2035"),
    "a year twice": spending("{2003: 1, 2003: 2}", "given twice"),
    "a year of nothing": spending("{2003: }", "nothing found"),
    "a year of a path": spending("{2003: {2004: 1}}", "found"),
    "an unknown choice": scenario(
        "levers:\n  infrastructure:\n    targeting: poorest\n", "poorest_first", lines=(3,)
    ),
    "a choice by year": scenario(
        "levers:\n  infrastructure:\n    targeting: {2003: lot}\n", "found", lines=(3,)
    ),
    "an unknown region": scenario(
        "levers:\n  infrastructure:\n    region: [lishu]\n", "did you mean 'lishui'?", lines=(3,)
    ),
    "no region": scenario("levers:\n  infrastructure:\n    region: []\n", "[] found", lines=(3,)),
    "a share above one": scenario(
        "levers:\n  agricultural_tax:\n    relief_share: 1.01\n", "1.01 found", lines=(3,)
    ),
    "an unknown scenario": scenario("extends: histroy\n", "did you mean 'history'?", lines=(1,)),
    "extending a list": scenario("extends: [history]\n", "found", lines=(1,)),
    "extending nothing": scenario("extends:\n", "nothing found", lines=(1,)),
    "extending itself": scenario("extends: mine.yaml\n", "in a circle", lines=(1,)),
    "extending what is above": scenario("extends: ../x.yaml\n", "out of this file's folder"),
    "climbing in the middle": scenario("extends: a/../../x.yaml\n", "out of this file's folder"),
    "extending an absolute path": scenario("extends: /etc/passwd\n", "shipped scenario"),
    "extending a home": scenario("extends: ~/x.yaml\n", "shipped scenario"),
    "extending a drive": scenario("extends: C:\\x.yaml\n", "shipped scenario"),
    "extending a network": scenario("extends: '\\\\host\\x.yaml'\n", "shipped scenario"),
    "extending a device": scenario("extends: /dev/zero\n", "shipped scenario"),
    "extending a folder": scenario("extends: .\n", "no such file"),
    "extending what is not there": scenario("extends: mein.yaml\n", "did you mean 'mine.yaml'?"),
    "extending a null": scenario('extends: "a\\0.yaml"\n', "control character"),
    "a chain without end": Case(
        ("validate", "mine.yaml"), ("more than 20",), 1, lambda folder: chain(folder, 40, "history")
    ),
    "a wide circle": Case(
        ("validate", "mine.yaml"), ("circle", "→"), 1, lambda folder: chain(folder, 5, "2.yaml")
    ),
    "a link out of the folder": Case(
        ("validate", "mine.yaml"), ("out of this file's folder",), 1, linked_outside, (2,)
    ),
    "a link to itself": Case(("validate", "mine.yaml"), ("mine.yaml",), 1, linked_to_itself),
    "a folder called as a file": Case(
        ("run", "mine.yaml"), ("is a folder",), 1, folder_of_that_name
    ),
    "a parent with mistakes": Case(
        ("validate", "mine.yaml"),
        ("mine.yaml:2", "parent.yaml:1", "parent.yaml:2"),
        3,
        parent_wrong_too,
    ),
    "an unknown lever removed": scenario("without: [hukou]\n", "'hukou_reform'", lines=(1,)),
    "a removal that is no list": scenario("without: governance\n", "give a list", lines=(1,)),
    "a removal of numbers": scenario("without: [1]\n", "found", lines=(1,)),
    "an unknown lever replaced": scenario("replace: {roads: governance}\n", "no such lever"),
    "a lever given to itself": scenario("replace: {governance: governance}\n", "replace itself"),
    "money to a lever without": scenario(
        "replace: {infrastructure: hukou_reform}\n", "no yearly sum of money"
    ),
    "a replacement that is a list": scenario("replace: [a, b]\n", "found", lines=(1,)),
    "an unknown shock": scenario("shocks: {covd: 2020}\n", "did you mean 'covid'?", lines=(1,)),
    "a shock out of time": scenario("shocks: {covid: 1920}\n", "1920 found", lines=(1,)),
    "a shock for ever": scenario("shocks: {covid: .inf}\n", "not a finite number", lines=(1,)),
    "a shock in words": scenario("shocks: {covid: often}\n", "found", lines=(1,)),
    "a shock in half a year": scenario("shocks: {covid: 2020.5}\n", "2020.5 found", lines=(1,)),
    "an unknown closure": scenario("closure: taxes\n", "'taxes' found", lines=(1,)),
    "an unknown parameter": scenario("parameters: {netwrk: 1}\n", "did you mean", lines=(1,)),
    "a parameter out of bounds": scenario("parameters: {road_cost: 0}\n", "0 found", lines=(1,)),
    "a parameter in words": scenario("parameters: {road_cost: dear}\n", "'dear' found"),
    "a parameter that is no number": scenario("parameters: {road_cost: .nan}\n", "finite"),
    "mistakes on every line": scenario(
        "title: 5\nextends: histroy\nwithout: [infra]\nclosure: taxes\nshocks: {covd: 1}\n",
        "5 found", "'history'", "no such lever", "'taxes'", "'covid'",
        messages=5, lines=(1, 2, 3, 4, 5),
    ),
    "fifty mistakes": scenario("".join(f"wrong{k}: 1\n" for k in range(50)), "and 30 more",
                               messages=21),
}  # fmt: skip
