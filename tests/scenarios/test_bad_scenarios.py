"""A user's mistake is told once, with its line, what is allowed and the nearest valid name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import scenarios

MISTAKES = {
    "an intensity of an unknown lever": (
        "intensity:\n  infrastucture: 0.5\n",
        "roads.yaml:2: intensity.infrastucture: no such lever; did you mean 'infrastructure'?",
    ),
    "an intensity below nothing": (
        "intensity:\n  all: {2003: 1,\n    2004: -1}\n",
        "roads.yaml:3: intensity.all.2004: -1 found; give a number from 0 to 10",
    ),
    "a delay of half a year": (
        "delay: {infrastructure: 0.5}\n",
        "roads.yaml:1: delay.infrastructure: 0.5 found; give whole years from -30 to 30",
    ),
    "an unknown driver": (
        "drivers: {outsider: {2003: 1}}\n",
        "roads.yaml:1: drivers.outsider: no such driver; did you mean 'outsiders'?",
    ),
    "a driver out of bounds": (
        "drivers:\n  cpi: {2024: 80}\n",
        "roads.yaml:2: drivers.cpi.2024: 80 found; give a number from -20 to 50 percent",
    ),
    "a goal nobody measures": (
        "goals:\n  ratio_now: {2025: 1.9}\n",
        "roads.yaml:2: goals.ratio_now: no such indicator; did you mean 'ratio_new'?",
    ),
    "a goal in a quoted year": (
        'goals: {ratio_new: {"2025": 1.9}}\n',
        "roads.yaml:1: goals.ratio_new.2025: '2025' is text; write the year without quotes",
    ),
    "a last year nobody can live": (
        "last_year: 2040\n",
        "roads.yaml:1: last_year: 2040 found; give a year from 2003 to 2035",
    ),
    "an unknown lever": (
        "title: x\nlevers:\n  infrastucture: {}\n",
        "roads.yaml:3: levers.infrastucture: no such lever; did you mean 'infrastructure'?",
    ),
    "an unknown key": ("titel: x\n", "roads.yaml:1: titel: no such key; did you mean 'title'?"),
    "an unknown setting": (
        "levers:\n  infrastructure:\n    spendig: 1\n",
        "roads.yaml:3: levers.infrastructure.spendig: no such setting; did you mean 'spending'?",
    ),
    "an unknown choice": (
        "levers:\n  infrastructure:\n    spending: 1e6\n    targeting: poorest\n",
        "roads.yaml:4: levers.infrastructure.targeting: 'poorest' found; give one of formula, "
        "score, poorest_first, best_first, lot; did you mean 'poorest_first'?",
    ),
    "a negative sum": (
        "levers:\n  infrastructure:\n    spending: -1\n",
        "roads.yaml:3: levers.infrastructure.spending: -1 found; give a number from 0 to 1e+12 "
        "yuan/year, {year: number} or documented",
    ),
    "a share above one in one year": (
        "levers:\n  agricultural_tax:\n    relief_share: {2003: 0.5,\n      2004: 2}\n",
        "roads.yaml:4: levers.agricultural_tax.relief_share.2004: 2 found; give a number from 0 "
        "to 1",
    ),
    "a boolean for a number": (
        "levers: {infrastructure: {spending: true}}\n",
        "roads.yaml:1: levers.infrastructure.spending: true found; give a number",
    ),
    "yes is a word": (
        "levers: {infrastructure: {spending: yes}}\n",
        "roads.yaml:1: levers.infrastructure.spending: 'yes' found; give a number",
    ),
    "a number in words": (
        "levers: {infrastructure: {spending: 11 bn}}\n",
        "roads.yaml:1: levers.infrastructure.spending: '11 bn' found",
    ),
    "nothing at all": (
        "levers:\n  infrastructure:\n    spending:\n",
        "roads.yaml:3: levers.infrastructure.spending: nothing found; give a number",
    ),
    "a list for a number": (
        "levers: {infrastructure: {spending: [1, 2]}}\n",
        "roads.yaml:1: levers.infrastructure.spending: [1, 2] found; give a number",
    ),
    "a path without years": (
        "levers: {infrastructure: {spending: {}}}\n",
        "roads.yaml:1: levers.infrastructure.spending: {} found",
    ),
    "a year too early": (
        "levers: {infrastructure: {spending: {1999: 1}}}\n",
        "roads.yaml:1: levers.infrastructure.spending.1999: no such year; years are 2002 to 2035",
    ),
    "a year too late": (
        "levers: {infrastructure: {spending: {2036: 1}}}\n",
        "no such year; years are 2002 to 2035",
    ),
    "a quoted year": (
        'levers: {infrastructure: {spending: {"2003": 1}}}\n',
        "roads.yaml:1: levers.infrastructure.spending.2003: '2003' is text; write the year",
    ),
    "a broken year": ("levers: {infrastructure: {spending: {2003.5: 1}}}\n", "2003.5 found"),
    "not a number": (
        "levers:\n  infrastructure: {spending: .nan}\n",
        "roads.yaml:2: levers.infrastructure.spending: '.nan' is not a finite number",
    ),
    "infinity": ("levers: {infrastructure: {spending: .inf}}", "'.inf' is not a finite number"),
    "a number too large": (
        "levers: {infrastructure: {spending: 1e999}}",
        "'1e999' is not a finite number",
    ),
    "thousands of digits": (
        f"levers: {{infrastructure: {{spending: {'9' * 5000}}}}}",
        "is not a finite number",
    ),
    "a key twice": (
        "levers:\n  governance: {effort: 1, supervision: 1}\n  governance: {effort: 0}\n",
        "roads.yaml:3: levers.governance: given twice, first on line 2",
    ),
    "a year twice": (
        "levers: {infrastructure: {spending: {2003: 1, 2003: 2}}}",
        "levers.infrastructure.spending.2003: given twice",
    ),
    "an unknown scenario": (
        "title: x\nextends: histroy\n",
        "roads.yaml:2: extends: 'histroy': no such scenario; did you mean 'history'?",
    ),
    "itself": ("extends: roads.yaml\n", "roads.yaml:1: extends: 'roads.yaml': extends itself"),
    "a path out of the folder": (
        "extends: ../roads.yaml\n",
        "roads.yaml:1: extends: '../roads.yaml': leads out of this file's folder",
    ),
    "an absolute path": ("extends: /etc/passwd\n", "give the name of a shipped scenario"),
    "a windows path": ("extends: C:\\roads.yaml\n", "give the name of a shipped scenario"),
    "a parent that is not there": ("extends: rods.yaml\n", "did you mean 'roads.yaml'?"),
    "an unknown lever removed": (
        "extends: history\nwithout: [infrastructure,\n  hukou]\n",
        "roads.yaml:3: without: 'hukou': no such lever; did you mean 'hukou_reform'?",
    ),
    "a removal that is no list": (
        "extends: history\nwithout: infrastructure\n",
        "roads.yaml:2: without: 'infrastructure' found; give a list of levers",
    ),
    "an unknown lever replaced": (
        "replace: {roads: infrastructure}\n",
        "roads.yaml:1: replace.roads: no such lever",
    ),
    "money given to no lever": (
        "replace: {infrastructure: governence}\n",
        "roads.yaml:1: replace.infrastructure: 'governence': no such lever; did you mean 'govern",
    ),
    "money given to a lever without any": (
        "replace: {infrastructure: hukou_reform}\n",
        "roads.yaml:1: replace.infrastructure: hukou_reform has no yearly sum of money to take",
    ),
    "a lever that replaces itself": (
        "replace: {infrastructure: infrastructure}\n",
        "replace.infrastructure: cannot replace itself",
    ),
    "too much money moved": (
        "title: x\nextends: big.yaml\nreplace: {infrastructure: returning_youth}\n",
        "roads.yaml:3: replace: returning_youth.spending would get 5e+11; at most 1e+11",
    ),
    "an unknown shock": (
        "shocks: {covd: 2020}\n",
        "roads.yaml:1: shocks.covd: no such shock; did you mean 'covid'?",
    ),
    "a shock without a year": (
        "shocks:\n  covid: sometimes\n",
        "roads.yaml:2: shocks.covid: 'sometimes' found; give a year from 2002 to 2035, a list of "
        "years or none",
    ),
    "a shock out of time": ("shocks: {covid: [2020, 1920]}\n", "shocks.covid: 1920 found; give a"),
    "an unknown closure": (
        "closure: service\n",
        "roads.yaml:1: closure: 'service' found; give one of services, tax_cut, debt; did you "
        "mean 'services'?",
    ),
    "an unknown region": (
        "levers: {infrastructure: {spending: 1e6, region: [hils]}}\n",
        "roads.yaml:1: levers.infrastructure.region: 'hils': no such region; did you mean 'hills'?",
    ),
    "a class among places": (
        "levers: {infrastructure: {spending: 1e6, region: [hills, mountain]}}\n",
        "'mountain' stands alone",
    ),
    "a region that is a number with a point": (
        "levers: {infrastructure: {spending: 1e6, region: 1.5}}\n",
        "levers.infrastructure.region: 1.5 found; "
        "give one of everywhere, nationwide, mountain, plain, west",
    ),
    "nothing documented": (
        "levers: {governance: documented}\n",
        "levers.governance: two_counties has no documented path for it; documented are: hukou",
    ),
    "a setting not documented": (
        "levers: {thousand_villages: {upkeep: documented}}\n",
        "levers.thousand_villages.upkeep: two_counties has no documented path for it",
    ),
    "a misspelt record": (
        "levers: documentd\n",
        "roads.yaml:1: levers: 'documentd' found; give levers with their settings, or documented; "
        "did you mean 'documented'?",
    ),
    "an unknown parameter": (
        "parameters:\n  no_such_thing_at_all: 1\n",
        "roads.yaml:2: parameters.no_such_thing_at_all: no such parameter",
    ),
    "a parameter in words": ("parameters: {road_cost: dear}\n", "'dear' found; give a number"),
    "a parameter out of bounds": ("parameters: {road_cost: -1}\n", "-1 found; give a number from"),
    "a title that is a number": ("title: 5\n", "roads.yaml:1: title: 5 found; give text"),
    "a name with a slash": ("name: a/b\n", "roads.yaml:1: name: 'a/b' found; give a name without"),
    "a tag": ("title: !!python/name:os.system x\n", "roads.yaml:1: title: the tag tag:yaml.org"),
    "an anchor": ("title: &t x\n", "roads.yaml:1: title: the anchor &t is not read"),
    "an alias": ("summary: *t\n", "roads.yaml:1: summary: the alias *t is not read"),
    "two documents": ("title: a\n---\ntitle: b\n", "roads.yaml:2: a second document starts here"),
    "no mapping": ("- a\n- b\n", "roads.yaml:1: ['a', 'b'] found; a mapping"),
    "an empty file": ("# nothing\n", "roads.yaml: is empty"),
    "no YAML": ("title: [1, 2\nlevers: x\n", "not YAML: "),
    "a tab": ("levers:\n\tinfrastructure: {}\n", "roads.yaml:2: not YAML: found character"),
    "an old YAML": ("%YAML 1.1\n---\ntitle: x\n", "YAML 1.2 is read, not 1.1"),
    "a list as a key": ("? [a, b]\n: x\n", "roads.yaml:1: a key must be a word or a year"),
    "a boolean as a key": ("true: x\n", "roads.yaml:1: a key must be a word or a year; true found"),
    "a control character": ('title: "\\e[31m"\n', "holds a control character"),
    "half a character": ('title: "\\ud800"\n', "half a character"),
    "a deep nest": ("title: " + "[" * 50 + "]" * 50 + "\n", "nested more than 12 deep"),
    "too many values": ("without: [" + "a, " * 20000 + "]\n", "holds more than 10000 values"),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_told_once_with_its_line(kind, said_of, tmp_path):
    (tmp_path / "big.yaml").write_text("levers: {infrastructure: {spending: 5e11}}\n")
    text, expected = MISTAKES[kind]
    told = [line for line in said_of(text) if ": warning: " not in line]
    assert len(told) == 1, told
    assert expected in told[0]


def test_all_mistakes_of_a_file_come_at_once_in_the_order_of_its_lines(said_of):
    told = said_of(
        """title: 5
extends: histroy
without: [infra]
levers:
  infrastucture: {}
  governance: {effort: 3, supervison: 1}
  infrastructure:
    spending: {2003: yes, 2050: 1, "2004": 2}
    region: nowhere
  public_services: documented
shocks: {covd: 2020}
closure: taxes
parameters: {unheard_of: 1}
"""
    )
    lines = [int(line.split(":")[1]) for line in told]
    assert lines == sorted(lines)
    assert sorted(set(lines)) == [1, 2, 3, 5, 6, 8, 9, 10, 11, 12, 13]
    assert len(told) == 14


def test_mistakes_of_a_parent_are_told_under_the_parents_name(said_of, tmp_path):
    (tmp_path / "base.yaml").write_text("title: ok\nlevers: {governence: {}}\n")
    told = said_of("extends: base.yaml\nclosure: x\n")
    assert told[0].startswith("roads.yaml:2: closure")
    assert told[1].startswith("base.yaml:2: levers.governence")


def test_a_circle_of_scenarios_is_shown(said_of, tmp_path):
    (tmp_path / "a.yaml").write_text("extends: b.yaml\n")
    (tmp_path / "b.yaml").write_text("title: b\nextends: roads.yaml\n")
    (told,) = said_of("extends: a.yaml\n")
    assert told.startswith("b.yaml:2: extends")
    assert "roads.yaml → a.yaml → b.yaml → roads.yaml" in told


def test_a_link_out_of_the_folder_is_not_followed(said_of, tmp_path):
    outside = tmp_path.parent / "outside_scenario.yaml"
    outside.write_text("title: outside\n")
    (tmp_path / "inside.yaml").symlink_to(outside)
    (told,) = said_of("extends: inside.yaml\n")
    assert "leads out of this file's folder" in told


def test_only_twenty_mistakes_are_spelled_out_and_the_rest_counted(load):
    with pytest.raises(scenarios.BadInput) as caught:
        load("\n".join(f"wrong{number}: 1" for number in range(50)))
    lines = str(caught.value).splitlines()
    assert len(lines) == 21 and lines[-1] == "and 30 more"
    assert len(caught.value.problems) == 50


def test_long_values_are_cut_at_sixty_characters_and_stay_on_one_line(said_of):
    (told,) = said_of("closure: |\n" + "".join(f"  {'x' * 40}\n" for _ in range(9)))
    assert "\n" not in told and "x…" in told and len(told) < 200
    (told,) = said_of(f"{'k' * 500}: 1\n")
    assert len(told) < 250


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("title: 浙江省".encode("gbk"), "broken.yaml:1: not UTF-8"),
        (b"title: a\nsummary: caf\xe9\n", "broken.yaml:2: not UTF-8"),
        ("title: x".encode("utf-16"), "broken.yaml:1: not UTF-8"),
        (b"title: a\n\x00\x01", "broken.yaml:2: not plain text"),
        (b"title: " + b"x" * (1 << 20), "broken.yaml: larger than 1 MiB"),
        (b"", "broken.yaml: is empty"),
    ],
)
def test_files_that_are_not_text_are_refused_in_one_line(
    raw, expected, tmp_path, two_counties, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("broken.yaml").write_bytes(raw)
    with pytest.raises(scenarios.BadInput) as caught:
        scenarios.load("broken.yaml", two_counties)
    assert str(caught.value).startswith(expected)
    assert len(str(caught.value).splitlines()) == 1


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path, two_counties):
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: x\r\nclosure: debt\r\n")
    assert scenarios.load(path, two_counties).closure == "debt"


def test_a_folder_a_missing_file_and_a_pipe_are_refused(tmp_path, two_counties, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("folder.yaml").mkdir()
    os.mkfifo("pipe.yaml")
    Path("roads_first.yaml").write_text("title: x\n")
    for name, expected in (
        ("folder.yaml", "is a folder"),
        ("pipe.yaml", "is not an ordinary file"),
        ("roads_frist.yaml", "did you mean 'roads_first.yaml'?"),
        ("nowhere/at/all.yaml", "no such file"),
        ("table.csv", "is a table"),
    ):
        with pytest.raises(scenarios.BadInput, match=expected):
            scenarios.load(name, two_counties)


def test_a_file_that_may_not_be_read_is_named(tmp_path, two_counties, monkeypatch):
    path = tmp_path / "secret.yaml"
    path.write_text("title: x\n")

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(scenarios.BadInput, match="cannot be read: Permission denied"):
        scenarios.load(path, two_counties)


def test_far_more_than_the_documented_money_only_warns(said_of):
    (told,) = said_of("extends: history\nlevers:\n  infrastructure: {spending: {2003: 1e9}}\n")
    assert told.startswith("roads.yaml:3: warning: levers.infrastructure.spending.2003: 1e+09 is")
    assert "more than 10 times the most documented, 60000000" in told


def test_a_setting_on_a_lever_without_money_warns(said_of):
    (told,) = said_of("levers:\n  governance: {effort: 1}\n")
    assert told == (
        "roads.yaml:2: warning: levers.governance: has no money (supervision), so it does not act"
    )
    assert said_of("levers:\n  governance: {effort: 1, supervision: 1e6}\n") == []
    assert said_of("extends: history\nlevers: {infrastructure: {spending: 0}}\n") == []


def test_replacing_a_lever_that_has_no_money_warns(said_of):
    (told,) = said_of("extends: all_off\nreplace: {infrastructure: governance}\n")
    assert "warning: replace.infrastructure: infrastructure has no money here" in told
