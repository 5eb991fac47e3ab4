"""Folders of a place in which one thing is wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.experiments.bad_inputs import Case

TWO_COUNTIES = Path(__file__).parent.parent.parent / "places" / "two_counties"
ROW = "{year},two_counties,{series},,{value},{unit},no,assumption,,\n"


def place(*says: str, messages: int = 1, spoil: Callable[[Path], object]) -> Case:
    """A copy of an invented place after ``spoil(its folder)``."""

    def prepare(folder: Path) -> None:
        spoil(Path(shutil.copytree(TWO_COUNTIES, folder / "mine")))

    return Case(("validate", "mine"), says, messages, prepare)


def swapped(file: str, old: str, new: str, *says: str, messages: int = 1) -> Case:
    def spoil(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return place(*says, messages=messages, spoil=spoil)


def row(file: str, series: str, value: str, unit: str, *says: str, year: str = "2005") -> Case:
    def spoil(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as out:
            out.write(ROW.format(year=year, series=series, value=value, unit=unit))

    return place(file, *says, spoil=spoil)


def raw(file: str, content: bytes, *says: str) -> Case:
    return place(file, *says, spoil=lambda folder: (folder / file).write_bytes(content))


def as_folder(folder: Path) -> None:
    (folder / "drivers.csv").unlink()
    (folder / "drivers.csv").mkdir()


def as_pipe(folder: Path) -> None:
    (folder / "drivers.csv").unlink()
    os.mkfifo(folder / "drivers.csv")


def without_record(folder: Path) -> None:
    (folder / "observed.csv").unlink()
    (folder / "base_year.yaml").unlink()


def three_files(folder: Path) -> None:
    for name in ("observed.csv", "drivers.csv", "levers.csv"):
        with (folder / name).open("a", encoding="utf-8") as out:
            out.write("2005,two_counties,nonsense\n")


def posterior(manifest: str | bytes, *says: str) -> Case:
    """A place that comes with a posterior of this ``manifest.json``."""
    held = manifest if isinstance(manifest, bytes) else manifest.encode()

    def spoil(folder: Path) -> None:
        (folder / "posterior").mkdir()
        (folder / "posterior" / "manifest.json").write_bytes(held)

    return place("posterior/manifest.json", *says, spoil=spoil)


def central(values: str, *says: str) -> Case:
    return posterior('{"central": {"parameters": {' + values + "}}}", *says)


NOT_ONE = "not the manifest of a posterior"
CPI = ("drivers.csv", "cpi")
CASES: dict[str, Case] = {
    **{
        f"{file} without {column}": swapped(file, column, "x" * 9, column, "the column is missing")
        for file, column in (
            ("observed.csv", "year"),  ("observed.csv", "series"),
            ("observed.csv", "value"), ("observed.csv", "unit"), ("drivers.csv", "year"),
            ("drivers.csv", "series"), ("drivers.csv", "value"), ("levers.csv", "series"),
            ("levers.csv", "value"), ("counties.csv", "code"), ("counties.csv", "population"),
        )
    },
    **{
        f"{file} {kind}": raw(file, content, said)
        for file in ("observed.csv", "counties.csv", "base_year.yaml", "sources.yaml")
        for kind, content, said in (
            ("empty", b"", "is empty"),
            ("in GBK", "年份,地区\n浙江,浙江\n".encode("gbk"), "not UTF-8"),
            ("in UTF-16", "year,region\n".encode("utf-16"), "not UTF-8"),
            ("with a null", b"year,region\n\0\n", "control character"),
            ("binary", bytes(range(256)), "not"),
        )
    },
    "a table of semicolons": swapped("drivers.csv", "year,region,series,definition,value,unit",
                                     "year;region;series;definition;value;unit", "column",
                                     messages=4),
    "a very large table": raw("observed.csv", b"x,y\n" * (5 << 20), "larger than 16 MiB"),
    "a cell too few": place("cells found", messages=3, spoil=three_files),
    "a column twice": swapped("drivers.csv", "note", "value", "there twice"),
    "an open quote": swapped("drivers.csv", "invented", '"invented', "not a table"),
    "prices that are no number": row(*CPI, "nan", "percent", "is not a number"),
    "endless prices": row(*CPI, "inf", "percent", "is not a number"),
    "prices in words": row(*CPI, "much", "percent", "'much' is not a number"),
    "no price": row(*CPI, "", "percent", "is not a number"),
    "a price with a comma": row(*CPI, '"2,0"', "percent", "is not a number"),
    "a price in other digits": row(*CPI, "２", "percent", "is not a number"),
    "prices out of this world": row(*CPI, "5000", "percent", "5000 found"),
    "prices in yuan": row(*CPI, "2", "yuan", "'yuan' found"),
    "prices in nothing": row(*CPI, "2", "", "found"),
    "a year in words": row(*CPI, "2", "percent", "is not a number", year="soon"),
    "half a year": row(*CPI, "2", "percent", "not a whole number", year="2005.5"),
    "a year long ago": row(*CPI, "2", "percent", "1066", year="1066"),
    "a year far ahead": row(*CPI, "2", "percent", "found", year="9999"),
    "an unknown driver": row("drivers.csv", "cpy", "2", "percent", "did you mean 'cpi'?"),
    "a negative population": row("drivers.csv", "resident_population", "-5", "persons", "found"),
    "an unknown lever": row("levers.csv", "infrastucture.spending", "1", "yuan/year", "did you"),
    "an unknown setting": row("levers.csv", "infrastructure.spendin", "1", "yuan/year", "did you"),
    "negative money": row("levers.csv", "infrastructure.spending", "-1", "yuan/year", "found"),
    "a lever in persons": row("levers.csv", "infrastructure.spending", "1", "persons", "found"),
    "a negative income": row("observed.csv", "rural_income_old", "-5", "yuan/person/year", "found"),
    "an income of no number": row("observed.csv", "rural_income_old", "NaN", "yuan/person/year",
                                  "is not a number"),
    "an income twice": swapped("observed.csv", "2004,two_counties,rural_income_old",
                               "2003,two_counties,rural_income_old",
                               "line 2 has the same year and series"),
    "an unknown unit": row("observed.csv", "rural_income_old", "9", "yuan/head", "unit",
                           year="2009"),
    "a source that is not listed": swapped("drivers.csv", "assumption", "asumption", "source"),
    "verified perhaps": swapped("drivers.csv", ",no,", ",perhaps,", "yes or no"),
    "a population of nobody": swapped("counties.csv", "400000", "0", "found"),
    "a population below nothing": swapped("counties.csv", "400000", "-4", "found"),
    "a population of no number": swapped("counties.csv", "400000", "nan", "is not a number"),
    "more town than people": swapped("counties.csv", "400000,0.5", "400000,1.5", "found"),
    "an income of nothing": swapped("counties.csv", "0.5,1.2", "0.5,0", "found"),
    "an unknown class": swapped("counties.csv", "plain", "plane", "plain"),
    "a county twice": swapped("counties.csv", "900201,High", "900101,High", "stands on line 2"),
    "a row below nothing": swapped("counties.csv", "mountain,0,0", "mountain,-1,0", "found"),
    "a partner that is nobody": swapped("counties.csv", ",900101,inv", ",999999,inv", "999999"),
    "a base year in words": swapped("base_year.yaml", "base_year: 2002", "base_year: soon", "soon"),
    "a base year that comes last": swapped("base_year.yaml", "base_year: 2002", "base_year: 2020",
                                           "later than"),
    "negative residents": swapped("base_year.yaml", "value: 600000", "value: -6", "-6 found"),
    "residents of no number": swapped("base_year.yaml", "value: 600000", "value: .nan", "finite"),
    "a share in percent": swapped("base_year.yaml", "value: 0.4", "value: 40", "40 found"),
    "an unknown value": swapped("base_year.yaml", "residents:", "residnts:", "'residents'"),
    "a wrong unit": swapped("base_year.yaml", "unit: villages", "unit: persons", "'villages'"),
    "a name that climbs": swapped("base_year.yaml", "name: two_counties", "name: ../x", "'../x'"),
    "a source without words": swapped("sources.yaml", "citation: Invented for tests.",
                                      "citation: 5", "citation is missing"),
    "a table that is a folder": place("is a folder", spoil=as_folder),
    "a table that is a pipe": place("not an ordinary file", spoil=as_pipe),
    "no place at all": place("neither base_year.yaml nor observed.csv", spoil=without_record),
    "a posterior that is no JSON": posterior("{", NOT_ONE),
    "a posterior of nothing": posterior("", NOT_ONE),
    "a posterior in GBK": posterior('{"place": "浙江"}'.encode("gbk"), NOT_ONE),
    "a posterior that is a list": posterior("[]", NOT_ONE),
    "a posterior that is a word": posterior('"posterior"', NOT_ONE),
    "a posterior nested without end": posterior("[" * 100_000),
    "a posterior without a centre": posterior('{"kind": "calibration"}', "central"),
    "a posterior with an empty centre": posterior('{"central": {}}', "parameters"),
    "a posterior with a list as its centre": posterior('{"central": []}', NOT_ONE),
    "a posterior with a list of parameters": posterior('{"central": {"parameters": [1]}}', NOT_ONE),
    "a posterior of another model": central('"netwrk": 1', "no parameter is called 'netwrk'"),
    "a posterior out of bounds": central('"road_cost": -1', "road_cost = -1.0 is outside"),
    "a posterior of no number": central('"road_cost": NaN', "road_cost = nan is outside"),
    "a posterior of infinity": central('"road_cost": Infinity', "road_cost = inf is outside"),
    "a posterior in words": central('"road_cost": "dear"', NOT_ONE, "dear"),
    "a posterior with nothing for a number": central('"road_cost": null', NOT_ONE),
}  # fmt: skip
