"""The documents name only what exists."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sim.indicators import INDICATORS

ROOT = Path(__file__).parent.parent


def all_tests() -> set[str]:
    return {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }


def seeds() -> list[str]:
    text = (ROOT / "docs" / "seeds.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if re.match(r"\| \d+ \|", line)]


def test_the_table_of_source_documents_has_its_27_rows() -> None:
    assert [int(row.split("|")[1]) for row in seeds()] == list(range(1, 28))


@pytest.mark.parametrize("row", seeds(), ids=lambda row: row.split("|")[1].strip())
def test_every_row_names_a_test_that_exists(row: str) -> None:
    named = re.findall(r"`(test_\w+)`", row)
    assert named
    assert set(named) <= all_tests()


@pytest.mark.parametrize(
    "page", [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.stem
)
def test_a_test_that_a_page_names_exists(page: Path) -> None:
    files = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    named = set(re.findall(r"`(?:[\w/]*/)?(test_\w+)(?:\.py)?`", page.read_text(encoding="utf-8")))
    # an example of a page is written into a copy of the project, and is no test of ours
    named -= set(re.findall(r"def (test_\w+)", page.read_text(encoding="utf-8")))
    assert named <= all_tests() | files


def test_the_page_on_architecture_names_every_file_of_the_model() -> None:
    page = (ROOT / "docs" / "developing" / "architecture.md").read_text(encoding="utf-8")
    files = {path.name for path in (ROOT / "sim").glob("*.py")} - {"__init__.py"}
    folders = {f"{path.parent.name}/" for path in (ROOT / "sim").glob("*/__init__.py")}
    inside = page.partition("## Inside `sim/`")[2].partition("## ")[0]
    assert set(re.findall(r"`(\w+(?:\.py|/))`", inside)) >= files | folders


def test_indicators_named_in_the_table_exist() -> None:
    wanted = {
        "villages_renovated", "demonstration_villages", "environment_index", "poverty_rate",
        "sigma_prefectures", "mountain_plain_ratio", "jobs_placed", "jobs_created",
        "tourism_visits", "collective_income", "returnee_firms", "family_farms",
        "top_village_ratio", "prefecture_max_min", "poor_in_work_share_west",
    }  # fmt: skip
    text = "\n".join(seeds())
    for name in wanted:
        assert name in text
        assert name in INDICATORS


def test_the_data_that_ship_are_as_many_as_their_readme_says() -> None:
    folder = ROOT / "scenarios" / "places" / "zhejiang"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([\w.]+)` \| ([^|]+) \|", readme, re.M))
    base = YAML(typ="safe").load((folder / "base_year.yaml").read_text(encoding="utf-8"))
    sources = YAML(typ="safe").load((folder / "sources.yaml").read_text(encoding="utf-8"))
    counted = {
        "base_year.yaml": f"{len(base['values'])} values, {len(base['shocks'])} shocks",
        "sources.yaml": f"{len(sources)} keys",
    }
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            counted[path.name] = str(len(list(csv.DictReader(file))))
    assert told == counted
