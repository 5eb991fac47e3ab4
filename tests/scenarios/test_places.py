"""A place is a folder; the less it holds, the more is assumed and said."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path as FilePath

import pytest

import scenarios
from scenarios.problems import Findings
from scenarios.scenario_files import shipped_scenarios
from sim.inputs import BASE_VALUES, DRIVERS, Path

HEADER = "year,region,series,definition,value,unit,verified,source,source_url,note\n"
TWO_COUNTIES = FilePath(__file__).parent.parent / "places" / "two_counties"


def incomes(region: str, years=range(2000, 2011), verified: str = "yes", definition: str = "old"):
    """The text of an ``observed.csv`` with rural and urban income by year."""
    rows = [
        f"{year},{region},{kind}_income_{definition},,{start + 300 * (year - 2000)},"
        f"yuan/person/year,{verified},assumption,,\n"
        for year in years
        for kind, start in (("rural", 2000), ("urban", 6000))
    ]
    return HEADER + "".join(rows)


@pytest.fixture
def province(tmp_path):
    """A folder ``my_province`` with nothing but incomes in it."""
    folder = tmp_path / "my_province"
    folder.mkdir()
    (folder / "observed.csv").write_text(incomes("my_province"))
    return folder


@pytest.fixture
def copied(tmp_path):
    """A copy of the invented place that a test may spoil."""
    return FilePath(shutil.copytree(TWO_COUNTIES, tmp_path / "two_counties"))


def test_the_invented_place_is_read_as_written(two_counties):
    assert (two_counties.base_year, two_counties.last_year) == (2002, 2012)
    assert two_counties.title.zh == "两县"
    assert two_counties.base["residents"] == 600000
    assert two_counties.shocks == {"financial_crisis": (2008,)}
    high = two_counties.counties[1]
    assert (high.code, high.name.en, high.name.zh) == ("900201", "Highfield", "高田县")
    assert (high.county_class, high.sea_partner, high.row, high.col) == ("mountain", "900101", 0, 0)
    assert two_counties.drivers["cpi"].at(2003) == 2.0
    assert two_counties.documented["infrastructure"]["spending"].at(2005) == 50e6
    assert two_counties.series("rural_income_old")[2003] == 3260
    assert dict(two_counties.prefectures).keys() == {"coast", "hills"}


def test_unverified_rows_are_kept_and_marked(two_counties):
    (row,) = [row for row in two_counties.observed if row.region == "hills"]
    assert not row.verified
    assert two_counties.series("rural_income_old", "hills") == {}


def test_what_a_place_leaves_out_is_assumed_and_named(two_counties):
    findings = Findings()
    place = scenarios.load_place(TWO_COUNTIES, findings)
    assert "base_year.farm_earnings" in place.assumed
    assert "base_year.residents" not in place.assumed
    assert set(place.base) == set(BASE_VALUES) and set(place.drivers) == set(DRIVERS)
    assert any("farm_earnings 5000 yuan/worker/year" in str(item) for item in findings.warnings)


def test_incomes_by_year_are_enough_for_a_place(province):
    findings = Findings()
    place = scenarios.load_place(province, findings)
    assert (place.name, place.base_year, place.last_year) == ("my_province", 2000, 2010)
    assert place.base["rural_income_old"] == 2000 and place.base["urban_income_old"] == 6000
    assert place.base["residents"] == BASE_VALUES["residents"].default
    assert place.drivers["resident_population"] == Path.constant(place.base["residents"])
    (county,) = place.counties
    assert (county.code, county.county_class) == ("my_province", "plain")
    assert county.population == place.base["residents"]
    assert place.documented == {} and place.shocks == {}
    assert place.series("urban_income_old")[2010] == 9000
    assert {"base_year.base_year", "counties", "levers", "drivers.cpi"} <= set(place.assumed)
    text = "\n".join(str(item) for item in findings.warnings)
    for words in (
        "base_year 2000 (first year)",
        "last_year 2010",
        "residents 1000000 persons",
        "rural_income_old 2000 yuan/person/year (observed 2000)",
        "cpi 2 percent, all years",
        "one plain county called my_province",
        "no documented levers",
    ):
        assert words in text, words


def test_such_a_place_runs_every_shipped_scenario_but_those_about_counties_it_lacks(province):
    place = scenarios.load_place(province, Findings())
    for name, path in shipped_scenarios().items():
        if path.parent.name == "transplants" and name != "beichuan_alone":
            with pytest.raises(scenarios.BadInput, match="'Beichuan': no such region"):
                scenarios.load(name, place, Findings())
        elif path.parent.name in ("counterfactuals", "removal", "dose", "mixes", "adversity"):
            assert scenarios.load(name, place, Findings()).levers == {}
        else:  # some have money or rules of their own
            scenarios.load(name, place, Findings())


def test_a_record_about_one_other_region_is_taken_to_be_the_place(province):
    (province / "observed.csv").write_text(incomes("anhui"))
    findings = Findings()
    place = scenarios.load_place(province, findings)
    assert place.series("rural_income_old")[2000] == 2000
    assert any("every row is about 'anhui'" in str(item) for item in findings.warnings)


def test_incomes_of_the_new_definition_alone_will_do(province):
    (province / "observed.csv").write_text(incomes("my_province", definition="new"))
    place = scenarios.load_place(province, Findings())
    assert place.base["rural_income_old"] == 2000


def test_an_unverified_record_starts_a_place_but_warns_that_nothing_is_fitted(province):
    (province / "observed.csv").write_text(incomes("my_province", verified="no"))
    findings = Findings()
    assert scenarios.load_place(province, findings).base["rural_income_old"] == 2000
    assert any("only verified rows are fitted" in str(item) for item in findings.warnings)


def test_a_table_without_sources_or_marks_is_read_with_a_warning(province):
    rows = "".join(
        f"{year},{kind}_income_old,{year},yuan\n"
        for year in (2000, 2001)
        for kind in ("rural", "urban")
    )
    (province / "observed.csv").write_text("year,series,value,unit\n" + rows)
    findings = Findings()
    place = scenarios.load_place(province, findings)
    assert all(row.verified and row.source == "assumption" for row in place.observed)
    assert {row.unit for row in place.observed} == {"yuan/person/year"}
    assert any("verified yes, source assumption" in str(item) for item in findings.warnings)


def test_a_place_can_begin_before_2002_and_its_scenarios_with_it(province):
    (province / "observed.csv").write_text(incomes("my_province", range(1994, 2001)))
    place = scenarios.load_place(province, Findings())
    scenario = scenarios.loads("levers: {infrastructure: {spending: {1995: 1e6}}}", place)
    assert scenario.levers["infrastructure"]["spending"].at(1995) == 1e6


def test_sources_without_a_list_of_them_are_named_in_one_warning(province):
    path = province / "observed.csv"
    path.write_text(path.read_text().replace("assumption", "yearbook_2003"))
    findings = Findings()
    scenarios.load_place(province, findings)
    (warning,) = [item for item in findings.warnings if item.file.endswith("sources.yaml")]
    assert "yearbook_2003" in str(warning)


def test_a_misspelt_file_is_not_passed_over_in_silence(province):
    (province / "drvers.csv").write_text(HEADER)
    findings = Findings()
    scenarios.load_place(province, findings)
    assert any("did you mean 'drivers.csv'" in str(item) for item in findings.warnings)


def test_a_place_is_found_by_folder_with_or_without_a_slash(province, monkeypatch):
    monkeypatch.chdir(province.parent)
    for given in ("my_province", "my_province/", "./my_province", FilePath("my_province")):
        assert scenarios.load_place(given, Findings()).name == "my_province"


def test_a_place_travels_to_workers(two_counties):
    assert pickle.loads(pickle.dumps(two_counties)) == two_counties


ROW = "2003,two_counties,{series},,{value},{unit},yes,assumption,,\n"
MISTAKES = {
    "a negative income": (
        "observed.csv",
        ROW.format(series="rural_income_new", value=-5, unit="yuan/person/year"),
        "observed.csv:23: value: -5 found; from 1 to 10000000 yuan/person/year is possible",
    ),
    "negative persons": (
        "observed.csv",
        ROW.format(series="urban_population", value=-5, unit="persons"),
        "observed.csv:23: value: -5 found; at least 0 persons is possible",
    ),
    "a share above one": (
        "observed.csv",
        ROW.format(series="wage_share", value=45, unit="1"),
        "observed.csv:23: value: 45 found; from 0 to 1 is possible",
    ),
    "an unknown unit": (
        "observed.csv",
        ROW.format(series="wage_level", value=45, unit="yuan/persn"),
        "observed.csv:23: unit: 'yuan/persn': no such unit; did you mean 'yuan/person'?",
    ),
    "an income in persons": (
        "observed.csv",
        ROW.format(series="rural_income_new", value=45, unit="persons"),
        "observed.csv:23: unit: 'persons' found; give yuan/person/year, yuan/person, yuan",
    ),
    "a number with a comma": (
        "observed.csv",
        ROW.format(series="rural_income_new", value='"4,500"', unit="yuan/person/year"),
        "observed.csv:23: value: '4,500' is not a number",
    ),
    "not a number": (
        "observed.csv",
        ROW.format(series="rural_income_new", value="nan", unit="yuan/person/year"),
        "observed.csv:23: value: 'nan' is not a number",
    ),
    "a year out of range": (
        "observed.csv",
        ROW.format(series="x", value=1, unit="1").replace("2003", "20003"),
        "observed.csv:23: year: 20003 found; from 1900 to 2035 is possible",
    ),
    "half a year": (
        "observed.csv",
        ROW.format(series="x", value=1, unit="1").replace("2003", "2003.5"),
        "observed.csv:23: year: 2003.5 is not a whole number",
    ),
    "a row twice": (
        "observed.csv",
        "2003,two_counties,rural_income_old,net_old,9,yuan/person/year,yes,assumption,,\n",
        "observed.csv:23: series: line 2 has the same year and series",
    ),
    "verified perhaps": (
        "observed.csv",
        ROW.format(series="x", value=1, unit="1").replace("yes", "perhaps"),
        "observed.csv:23: verified: 'perhaps' found; give yes or no",
    ),
    "an unknown source": (
        "observed.csv",
        ROW.format(series="x", value=1, unit="1").replace("assumption", "assumtion"),
        "observed.csv:23: source: 'assumtion': no such source; did you mean 'assumption'?",
    ),
    "too many cells": (
        "observed.csv",
        "2003,a,b,c\n",
        "observed.csv:23: 4 cells found; there are 10 columns",
    ),
    "an open quote": ("observed.csv", '2003,"a\n', "observed.csv:23: not a table"),
    "an unknown driver": (
        "drivers.csv",
        ROW.format(series="farm_prise", value=1, unit="percent"),
        "drivers.csv:11: series: 'farm_prise': no such driver; did you mean 'farm_price'?",
    ),
    "a driver in another unit": (
        "drivers.csv",
        ROW.format(series="birth_rate", value=1, unit="percent"),
        "drivers.csv:11: unit: 'percent' found; give per thousand",
    ),
    "an impossible driver": (
        "drivers.csv",
        ROW.format(series="birth_rate", value=999, unit="per thousand"),
        "drivers.csv:11: value: 999 found; from 0 to 60 per thousand is possible",
    ),
    "an unknown lever": (
        "levers.csv",
        ROW.format(series="infrastructure.spendin", value=1, unit="yuan/year"),
        "levers.csv:12: series: 'infrastructure.spendin': no such lever.setting; did you mean "
        "'infrastructure.spending'?",
    ),
    "a lever out of bounds": (
        "levers.csv",
        ROW.format(series="agricultural_tax.relief_share", value=1.5, unit="1"),
        "levers.csv:12: value: 1.5 found; from 0 to 1 is possible",
    ),
    "an unknown county class": (
        "counties.csv",
        "900301,Farfield,远田县,hills,mountian,,,1000,0.5,1,1,,,\n",
        "counties.csv:4: county_class: 'mountian': no such county class; did you mean 'mountain'?",
    ),
    "an unknown partner": (
        "counties.csv",
        "900301,Farfield,远田县,far,west,,,1000,0.5,1,1,900102,,\n",
        "counties.csv:4: partner: '900102': no such county; did you mean '900101'?",
    ),
    "its own partner": (
        "counties.csv",
        "900301,Farfield,远田县,hills,mountain,,,1000,0.5,1,1,,900301,\n",
        "counties.csv:4: mountain_sea_partner: a county cannot be its own partner",
    ),
    "a county twice": (
        "counties.csv",
        "900201,Farfield,远田县,hills,mountain,,,1000,0.5,1,1,,,\n",
        "counties.csv:4: code: '900201' also stands on line 3",
    ),
    "an empty county": (
        "counties.csv",
        "900301,Farfield,远田县,hills,mountain,,,-4,0.5,1,1,,,\n",
        "counties.csv:4: population: -4 found; from 1 to 2e+09 persons is possible",
    ),
    "half a tile": (
        "counties.csv",
        "900301,Farfield,远田县,hills,mountain,3,,4000,0.5,1,1,,,\n",
        "counties.csv:4: row: row and col are given together or not at all",
    ),
    "an urban share of two": (
        "counties.csv",
        "900301,Farfield,远田县,hills,mountain,,,4000,2,1,1,,,\n",
        "counties.csv:4: urban_share: 2 found; from 0 to 1 is possible",
    ),
    "an unknown shock": (
        "base_year.yaml",
        "  covd: 2020\n",
        "base_year.yaml:14: shocks.covd: no such shock; did you mean 'covid'?",
    ),
    "a source without citation": (
        "sources.yaml",
        "yearbook: {url: null}\n",
        "sources.yaml:4: yearbook: citation is missing",
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_in_a_place_is_told_once_with_its_line(kind, copied):
    name, addition, expected = MISTAKES[kind]
    with open(copied / name, "a", encoding="utf-8") as file:
        file.write(addition)
    with pytest.raises(scenarios.BadInput) as caught:
        scenarios.load_place(copied, Findings())
    (problem,) = caught.value.problems
    assert expected in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("residents:", "residnts:", "values.residnts: no such value; did you mean 'residents'?"),
        ("value: 0.4", "value: 40", "base_year.yaml:8: values.urbanisation_rate.value: 40 found;"),
        ("value: 600000", "value: -6", "values.residents.value: -6 found; give a number from 100"),
        ("unit: villages", "unit: persons", "villages.unit: 'persons' found; give 'villages'"),
        ("base_year: 2002", "base_year: 2020", "last_year: 2012 found; it must be later than"),
        ("base_year: 2002", "base_year: soon", "base_year: 'soon' found; give a year from 1900"),
        (
            "{value: 400,",
            "{valeu: 400,",
            "values.villages.valeu: no such key; did you mean 'value'",
        ),
        ("verified: no", "verified: maybe", "verified: 'maybe' found; give yes or no"),
        ("source: assumption", "source: nowhere", "source: 'nowhere': no such source"),
        ("name: two_counties", "name: ../x", "name: '../x' found"),
        ("zh: 两县", "cn: 两县", "title.cn: no such language; languages are: en, zh"),
    ],
)
def test_a_mistake_in_the_base_year_is_told_with_the_nearest_name(copied, old, new, expected):
    path = copied / "base_year.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(scenarios.BadInput) as caught:
        scenarios.load_place(copied, Findings())
    assert expected in str(caught.value)


def test_age_shares_that_do_not_add_up_are_a_mistake_only_if_all_are_given(copied):
    path = copied / "base_year.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("values:\n", "values:\n  rural_child_share: 0.5\n"))
    findings = Findings()
    scenarios.load_place(copied, findings)
    assert any("add up to 1.3, not 1" in str(item) for item in findings.warnings)
    ages = "".join(f"  rural_{age}_share: 0.3\n" for age in ("child", "young", "middle", "old"))
    path.write_text(text.replace("values:\n", "values:\n" + ages))
    with pytest.raises(scenarios.BadInput, match=r"add up to 1\.2, not 1"):
        scenarios.load_place(copied, Findings())


@pytest.mark.parametrize("name", ["observed.csv", "drivers.csv", "levers.csv", "counties.csv"])
def test_a_missing_column_is_named(copied, name):
    column = "population" if name == "counties.csv" else "value"
    path = copied / name
    path.write_text(path.read_text(encoding="utf-8").replace(column, "valeu", 1), encoding="utf-8")
    with pytest.raises(scenarios.BadInput, match=rf"{name}:1: {column}: the column is missing"):
        scenarios.load_place(copied, Findings())


def test_mistakes_of_all_files_of_a_place_come_at_once(copied):
    for name in ("observed.csv", "drivers.csv", "levers.csv"):
        with open(copied / name, "a") as file:
            file.write(ROW.format(series="infrastructure.speding", value="much", unit="1"))
    with pytest.raises(scenarios.BadInput) as caught:
        scenarios.load_place(copied, Findings())
    files = {FilePath(problem.file).name for problem in caught.value.problems}
    assert files == {"observed.csv", "drivers.csv", "levers.csv"}


def test_a_folder_that_is_no_place_is_refused(tmp_path):
    for given, expected in (
        (tmp_path, "not a place"),
        (str(tmp_path / "nowhere"), "no such place"),
        ("zhejang", "did you mean 'zhejiang'"),
        ("", "no such place"),
        ("a" * 5000, "no such place"),
    ):
        with pytest.raises(scenarios.BadInput, match=expected):
            scenarios.load_place(given)


def test_a_record_without_incomes_cannot_start_a_place(province):
    (province / "observed.csv").write_text(HEADER)
    with pytest.raises(scenarios.BadInput, match="no year has both rural_income_old and urban"):
        scenarios.load_place(province)


def test_validating_a_folder_says_what_is_missing(province, monkeypatch):
    monkeypatch.chdir(province.parent)
    told = [str(problem) for problem in scenarios.validate(["my_province/"])]
    assert told and all("warning" in line for line in told)
    assert any(line.startswith("my_province/counties.csv: warning: no such file") for line in told)
