"""``shanhai run``: its table, its document, its files and its mistakes."""

from __future__ import annotations

import csv
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray
from click.testing import CliRunner

import scenarios
from experiments.commands import shanhai as commands
from experiments.manifest import data_hash
from experiments.text_tables import width
from sim import DEFAULT_SCALE
from sim.indicators import INDICATORS
from sim.levers import all_levers

DOCUMENT = (
    "scenario place scale villages households draws seed years indicators prefectures classes "
    "bands spread observed fit ledger manifest"
).split()
FIT = (
    "rural_mape_old rural_mape_new urban_mape_old urban_mape_new ratio_rmse_old ratio_rmse_new"
).split()
MANIFEST = (
    "version commit scenario_hash parameters_hash data_hash packages threads seconds peak_rss_mib"
).split()
FILES = (
    "indicators.csv counties.csv ledger.csv iamc.csv result.nc scenario.yaml manifest.json".split()
)
TINY = ("--scale", "0.0005")
TWO_COUNTIES = str(Path(__file__).parent.parent / "places" / "two_counties")


def years_of(table: str) -> list[str]:
    return re.findall(r"^(\d{4}  (?:old|new)) ", table, flags=re.MULTILINE)


def test_the_table_names_every_year_and_2013_on_both_definitions(shanhai):
    said = shanhai("run", *TINY, "--quiet")
    assert said.code == 0 and said.err == ""
    old = [f"{year}  old" for year in range(2003, 2014)]
    new = [f"{year}  new" for year in range(2013, 2024)]
    assert years_of(said.out) == old + new
    assert "5,431" in said.out and "74,997" in said.out and "documented" in said.out
    assert re.search(r"^written to results/history-[0-9a-f]{8}/$", said.out, re.MULTILINE)


def test_the_table_is_there_in_chinese_and_stays_aligned(shanhai):
    said = shanhai("run", *TINY, "--quiet", "--lang", "zh")
    assert said.code == 0
    assert "浙江" in said.out and "农村居民收入（元）" in said.out and "结果已写入" in said.out
    assert not re.search(r"modelled|documented|mean error|villages", said.out)
    body = [line for line in said.out.splitlines() if re.match(r"\d{4}  [旧新]  ", line)]
    assert len(body) == 22 and len({width(line) for line in body}) == 1


def test_a_posterior_from_other_data_or_of_another_place_is_used_with_a_warning(shanhai):
    Path("mine").mkdir()

    def warned(**made_from: str) -> str:
        held = {"central": {"parameters": {"network": 2.5}}, **made_from}
        Path("mine/manifest.json").write_text(json.dumps(held), encoding="utf-8")
        said = shanhai("run", *TINY, "--posterior", "mine", "--out", "out")
        assert said.code == 0
        return said.err

    known = data_hash(scenarios.load_place("zhejiang"))
    assert "warning" not in warned(data_hash=known, place="zhejiang")
    assert "warning: made from other data than zhejiang has now (00000000 then" in warned(
        data_hash="0" * 16
    )
    assert "warning: made for the place anhui, not for zhejiang" in warned(place="anhui")
    assert "warning" not in shanhai("run", *TINY, "--out", "out").err, "the shipped one is odd"


def test_ten_times_the_documented_money_is_run_with_a_warning(shanhai):
    said = shanhai("run", *TINY, "--out", "out", "--set", "infrastructure.spending=9e11")
    assert said.code == 0
    assert "warning: levers.infrastructure.spending: 9e+11 is more than 10 times" in said.err


def test_a_run_leaves_every_file_and_nothing_else(ran):
    assert sorted(os.listdir(ran.folder)) == sorted(FILES)


def test_json_prints_one_document_and_everything_else_goes_to_standard_error(ran):
    document = ran.document
    assert ran.out.count("\n") == 1
    assert "NaN" not in ran.out and "Infinity" not in ran.out
    assert list(document) == DOCUMENT
    assert sorted(document["fit"]) == sorted(FIT)
    assert list(document["manifest"]) == MANIFEST
    assert "years to run" in ran.err


def test_the_document_is_aligned_with_its_years_and_its_books_balance(ran):
    document = ran.document
    years = document["years"]
    assert years == list(range(2003, 2024))
    assert list(document["indicators"]) == list(INDICATORS)
    assert all(len(values) == len(years) for values in document["indicators"].values())
    assert {"lishui", "hangzhou"} <= set(document["prefectures"])
    assert set(document["classes"]) == {"plain", "mountain", "west"}
    for region in (*document["prefectures"].values(), *document["classes"].values()):
        assert len(region["rural_income_new"]) == len(region["urban_income_new"]) == len(years)
    assert document["bands"] == document["spread"] == {}
    assert document["observed"]["rural_income_old"]["2003"] == 5431
    books = document["ledger"]
    assert set(books) == {"sources", "uses", "by_lever", "largest_imbalance"}
    for t in range(len(years)):
        paid = sum(values[t] for values in books["sources"].values())
        used = sum(values[t] for values in books["uses"].values())
        assert paid == pytest.approx(used, rel=1e-9)
    assert books["largest_imbalance"] < 1e-9
    assert set(books["by_lever"]) <= set(all_levers())


def test_the_command_line_and_python_give_the_same_numbers(ran, outcome):
    for name in INDICATORS:
        printed = [math.nan if x is None else x for x in ran.document["indicators"][name]]
        np.testing.assert_array_equal(printed, outcome.central[name].values)


def test_numbers_do_not_depend_on_threads_even_more_of_them_than_cores(shanhai, ran):
    many = json.loads(shanhai("run", *TINY, "--threads", "9", "--json").out)
    assert many["indicators"] == ran.document["indicators"]
    assert many["manifest"]["threads"] == 9


def test_the_fit_is_that_of_the_printed_indicators(ran):
    document = ran.document
    modelled = dict(zip(document["years"], document["indicators"]["urban_income_new"]))
    known = {int(year): x for year, x in document["observed"]["urban_income_new"].items()}
    errors = [abs(modelled[year] / x - 1.0) for year, x in known.items()]
    assert document["fit"]["urban_mape_new"] == pytest.approx(100 * sum(errors) / len(errors))


def test_a_place_folder_without_a_posterior_says_so_and_unobserved_fits_are_null(shanhai):
    said = shanhai("run", "--place", TWO_COUNTIES, "--scale", "0.05", "--json", "--out", "out")
    document = json.loads(said.out)
    assert document["place"] == "two_counties"
    assert document["fit"]["rural_mape_new"] is None
    assert document["fit"]["rural_mape_old"] > 0
    assert "no posterior" in said.err and "priors' centres" in said.err


def test_set_changes_one_setting_and_takes_numbers_words_and_paths(shanhai):
    said = shanhai(
        "run", *TINY, "--json", "--out", "out", "--quiet",
        "--set", "infrastructure.spending={2003: 1e9, 2005: 0}",
        "--set", "infrastructure.targeting=poorest_first",
        "--set", "hukou_reform.index=0.5",
    )  # fmt: skip
    assert said.code == 0
    again = scenarios.load(Path("out/scenario.yaml")).levers
    assert again["infrastructure"]["spending"].points == {2003: 1e9, 2005: 0.0}
    assert again["infrastructure"]["targeting"] == "poorest_first"
    assert again["hukou_reform"]["index"].at(2010) == 0.5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--set", "infrastucture.spending=1e9"], ["did you mean 'infrastructure'?"]),
        (["--set", "infrastructure.spendin=1e9"], ["did you mean 'spending'?"]),
        (["--set", "infrastructure.spending=-1"], ["spending", "-1"]),
        (["--set", "infrastructure.targeting=poorest"], ["poorest_first"]),
        (["--set", "infrastructure.spending={2003: 1e9"], ["--set infrastructure.spending"]),
        (["--set", "infrastructure.spending"], ["lever.setting=value"]),
        (["--place", "zhejang"], ["did you mean 'zhejiang'?"]),
        (["--posterior", "nowhere"], ["nowhere", "no such folder"]),
        (["--scale", "0"], ["above 0 and at most 1"]),
        (["--scale", "nan"], ["above 0 and at most 1"]),
        (["--scale", "1.5"], ["above 0 and at most 1"]),
        (["--threads", "0"], ["threads"]),
        (["--draws", "0"], ["draws"]),
        (["--sed", "1"], ["No such option"]),
        (["--out", "/dev/null/results"], ["cannot be written", "--out"]),
    ],
)
def test_a_mistake_is_one_line_with_what_is_allowed_and_no_traceback(shanhai, arguments, words):
    said = shanhai("run", *arguments)
    assert said.code == 2 and said.out == ""
    assert all(word in said.err for word in words), said.err
    assert "Traceback" not in said.err


def test_every_mistake_of_a_scenario_file_is_a_line_of_its_own(shanhai):
    Path("roads.yaml").write_text(
        "levers:\n  infrastucture: {spending: 1}\n  hukou_reform: {index: 7}\n", encoding="utf-8"
    )
    said = shanhai("run", "roads.yaml")
    assert said.code == 2
    lines = said.err.strip().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("roads.yaml:2: levers.infrastucture: no such lever; did you mean")
    assert lines[1].startswith("roads.yaml:3: levers.hukou_reform.index")


def test_a_folder_that_cannot_be_written_is_found_out_before_the_model_runs(shanhai, monkeypatch):
    def never(*arguments: object) -> None:
        raise AssertionError("the model ran")

    monkeypatch.setattr("experiments.runs.answer", never)
    Path("file").write_text("in the way", encoding="utf-8")
    said = shanhai("run", *TINY, "--out", "file")
    assert said.code == 2 and "file: results cannot be written here" in said.err
    assert Path("file").read_text(encoding="utf-8") == "in the way"


def test_draws_give_medians_and_spread_and_say_where_they_come_from(shanhai):
    of_the_place = ("--place", TWO_COUNTIES, "--scale", "0.05")
    said = shanhai("run", *of_the_place, "--draws", "3", "--json", "--out", "out")
    document = json.loads(said.out)
    assert document["draws"] == 3 and document["bands"] == {}
    assert list(document["manifest"]) == [*MANIFEST, "draws_from", "bands"]
    assert document["manifest"]["draws_from"] == "priors" and "priors" in said.err
    spread = document["spread"]["rural_income_new"]
    middle = document["indicators"]["rural_income_new"]
    assert set(spread) == {"p05", "p25", "p75", "p95"}
    assert all(a <= m <= b for a, m, b in zip(spread["p05"], middle, spread["p95"]))
    with xarray.open_dataset("out/draws.nc", engine="scipy") as by_draw:
        assert by_draw["rural_income_new"].dims == ("draw", "year")
        assert by_draw["seed"].values.tolist() == [1, 2, 3]
        assert by_draw["rural_income_new"].median("draw").values.tolist() == middle


def test_a_posterior_in_a_folder_is_used_and_a_wrong_one_is_refused(shanhai):
    Path("mine").mkdir()
    held = {"central": {"parameters": {"network": 2.5}}}
    Path("mine/manifest.json").write_text(json.dumps(held), encoding="utf-8")
    assert shanhai("run", *TINY, "--posterior", "mine", "--out", "out", "--quiet").code == 0
    manifest = json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"]["network"] == 2.5
    assert manifest["parameters_from"] == "the posterior in mine"
    other_model = '{"central": {"parameters": {"netwrk": 1}}}'
    for text in (other_model, '{"kind": "calibration"}', "{", "[]", "[" * 100_000):
        Path("mine/manifest.json").write_text(text, encoding="utf-8")
        said = shanhai("run", *TINY, "--posterior", "mine", "--out", "out")
        assert said.code == 2 and "Traceback" not in said.err
        assert said.err.count("mine/manifest.json") == 1 and said.err.count("\n") == 1


def test_the_tidy_table_has_every_region_and_says_prices_and_definition(ran):
    with (ran.folder / "indicators.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["region"] for row in rows} > {"zhejiang", "lishui", "mountain", "west"}
    one = next(row for row in rows if row["indicator"] == "rural_income_new")
    assert (one["unit"], one["prices"], one["definition"]) == ("yuan/person/year", "current", "new")
    shares = {row["year"]: row["definition"] for row in rows if row["indicator"] == "wage_share"}
    assert (shares["2012"], shares["2013"]) == ("old", "new")


def test_the_ledger_table_balances_by_lever_and_year(ran):
    paid: dict[tuple[str, str], float] = {}
    received: dict[tuple[str, str], float] = {}
    with (ran.folder / "ledger.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            side = paid if row["payer"] else received
            key = (row["year"], row["lever"])
            side[key] = side.get(key, 0.0) + float(row["value"])
    assert paid and paid.keys() == received.keys()
    for key, value in paid.items():
        assert received[key] == pytest.approx(value, rel=1e-9)


def test_the_netcdf_file_explains_itself(ran):
    with xarray.open_dataset(ran.folder / "result.nc", engine="scipy") as figures:
        income = figures["rural_income_new"]
        assert income.attrs["units"] == "yuan/person/year"
        assert income.attrs["prices"] == "current" and income.attrs["long_name"]
        assert figures["observed_rural_income_old"].attrs["sources"]
        assert "zj_yearbook_2010: " in figures.attrs["references"]
        assert figures.attrs["data_hash"] and figures.attrs["break_year"] == 2013
        assert not any(held.attrs.get("units") == "" for held in figures.data_vars.values())


def test_a_saved_scenario_runs_again_to_the_same_numbers(shanhai, ran):
    again = json.loads(shanhai("run", ran.folder / "scenario.yaml", *TINY, "--json").out)
    assert again["indicators"] == ran.document["indicators"]
    assert again["manifest"]["scenario_hash"] == ran.document["manifest"]["scenario_hash"]


def test_household_rows_add_up_to_the_households_of_the_run(shanhai):
    parquet = pytest.importorskip("pyarrow.parquet")
    said = shanhai("run", *TINY, "--households", "--json", "--out", "out")
    assert said.code == 0
    table = parquet.read_table("out/households.parquet")
    assert table.schema.field("wage").metadata[b"unit"] == b"yuan/year"
    assert table.num_rows > json.loads(said.out)["households"] / 2
    assert set(table["kind"].to_pylist()) <= {
        "rural household", "town native", "settled from a village", "from another province",
        "other newcomer",
    }  # fmt: skip


def test_household_rows_without_pyarrow_are_refused_with_the_cure(shanhai, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    said = shanhai("run", *TINY, "--households")
    assert said.code == 2 and "pip install pyarrow" in said.err


def test_panels_hold_every_village_and_county_of_every_year(shanhai):
    villages = json.loads(shanhai("run", *TINY, "--json", "--out", "out").out)["villages"]
    assert shanhai("run", *TINY, "--panels", "netcdf", "--out", "out").code == 0
    with xarray.open_dataset("out/panels.nc") as panels:
        quality, revenue = panels["village_quality"], panels["county_own_revenue"]
        assert quality.dims == ("year", "village") and revenue.dims == ("year", "county")
        assert list(panels["year"].values) == list(range(2003, 2024))
        assert panels.sizes["village"] >= villages
        # years of renovation show, and each year was kept as it was
        assert (np.diff(quality.mean("village")) != 0.0).all()
        assert quality[-1].mean() > quality[0].mean()


def test_panels_as_parquet_say_what_they_say_as_netcdf(shanhai):
    parquet = pytest.importorskip("pyarrow.parquet")
    assert shanhai("run", *TINY, "--panels", "netcdf", "--out", "out").code == 0
    with xarray.open_dataset("out/panels.nc") as panels:
        held = panels.load()
    assert shanhai("run", *TINY, "--panels", "parquet", "--out", "out").code == 0
    assert not Path("out/panels.nc").exists()
    villages, counties = (
        parquet.read_table(f"out/{name}.parquet") for name in ("villages", "counties")
    )
    assert villages.schema.field("income").metadata[b"unit"] == b"yuan/person/year"
    for table, agent, name in (
        (villages, "village", "quality"),
        (villages, "village", "status"),
        (counties, "county", "own_revenue"),
    ):
        expected = held[f"{agent}_{name}"].to_numpy().ravel()
        np.testing.assert_array_equal(table[name].to_numpy(), expected)
    assert set(villages["county"].to_pylist()) == set(counties["county"].to_pylist())


def test_panels_as_parquet_without_pyarrow_are_refused_with_the_cure(shanhai, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    said = shanhai("run", *TINY, "--panels", "parquet")
    assert said.code == 2 and "pip install pyarrow" in said.err


def test_a_run_imports_only_what_it_uses(tmp_path):
    heavy = ("mesa", "pandas", "xarray", "matplotlib", "pyarrow")
    program = (
        "import sys\nfrom experiments.cli import main\n"
        f"assert main(['run', '--scale', '0.0005', '--out', {str(tmp_path)!r}]) == 0\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert said.stdout.splitlines()[-1] == "[]", said.stderr


def test_click_knows_the_command_and_its_defaults():
    said = CliRunner().invoke(commands, ["run", "--help"])
    assert said.exit_code == 0
    assert "LEVER.SETTING=VALUE" in said.output and f"[default: {DEFAULT_SCALE}]" in said.output
