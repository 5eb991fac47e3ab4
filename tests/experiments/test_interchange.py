"""What other tools read: units, prices and sources in netCDF, the long form, notebooks."""

from __future__ import annotations

import csv
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import xarray

from sim.indicators import INDICATORS
from sim.units import UNITS, unit

ROOT = Path(__file__).parent.parent.parent


class Cells(HTMLParser):
    """The cells of a table, row by row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.is_cell = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        assert tag in "table caption thead tbody tr th td p".split()
        if tag == "tr":
            self.rows.append([])
        self.is_cell = tag in ("td", "th")

    def handle_data(self, data):
        if self.is_cell and data.strip():
            self.rows[-1].append(data)


def test_every_variable_says_its_unit_and_money_in_which_prices(ran):
    with xarray.open_dataset(ran.folder / "result.nc", engine="scipy") as result:
        assert result.attrs["Conventions"].startswith("CF-")
        for name, item in result.data_vars.items():
            assert item.attrs["units"] in UNITS, name
            assert item.attrs["long_name"], name
            assert item.attrs.get("prices") == unit(item.attrs["units"]).prices, name
        assert result.attrs["references"].count(": ") > 20
        assert list(result.county_name_zh.values[:2]) == ["上城区", "拱墅区"]
        assert result.rural_income_new.attrs["long_name_zh"]


def test_the_long_form_has_one_row_a_figure_and_no_empty_cell(ran):
    with (ran.folder / "iamc.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == "model scenario region variable unit year value".split()
    assert all(cell for row in rows for cell in row.values())
    keys = [(row["region"], row["variable"], row["year"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert {row["variable"] for row in rows} == set(INDICATORS)
    assert {"zhejiang", "zhejiang|lishui", "zhejiang|mountain"} <= {row["region"] for row in rows}
    last = next(
        row for row in rows
        if (row["region"], row["variable"], row["year"]) == ("zhejiang", "gini_rural", "2023")
    )  # fmt: skip
    assert float(last["value"]) == ran.document["indicators"]["gini_rural"][-1]


def test_a_notebook_shows_a_scenario_as_its_settings(history):
    changed = history.setting("infrastructure.spending", {2003: 1e9, 2006: 0.0})
    shown = changed._repr_html_()
    rows = Cells(shown).rows
    assert ["infrastructure.spending", "1e+09 in 2003, 0 in 2006", "yuan/year"] in rows
    assert "covid 2020" in shown
    assert "no lever acts" in history.without("all")._repr_html_()


def test_a_scenario_at_the_prompt_is_not_its_whole_place(history):
    """A place has 180 kB of counties and records, which no prompt should print."""
    assert "<Place zhejiang: 158 counties, 2002–2023>" in repr(history)
    assert len(repr(history)) < 10_000


def test_text_of_the_user_cannot_become_markup(history):
    from dataclasses import replace

    shown = replace(history, title="<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown


def test_a_notebook_shows_a_run_beside_the_record(outcome):
    rows = Cells(outcome._repr_html_()).rows
    assert rows[0][0] == "year" and len(rows) == 1 + 22
    assert rows[1][:2] == ["2003", "old"] and rows[1][3] == "5,431"


def test_showing_a_scenario_imports_nothing_heavy():
    program = (
        "import sys, scenarios\n"
        "scenarios.load('history')._repr_html_()\n"
        "heavy = ('pandas', 'xarray', 'numba', 'mesa', 'matplotlib')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout.strip() == "[]", said.stderr
