"""Sentences people wrote that repeat the card, the calibration or the record say what those say.

Tables and paragraphs that are made from the card are held to it by ``test_docs_tables``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import scenarios
from calibration.card.rows import all_rows
from calibration.card.stored import stored_rows
from sim.parameters import estimated
from tests.pages import DOCS

PLACE = scenarios.load_place("zhejiang", scenarios.Findings())
FOLDER = Path(PLACE.posterior_folder)
ROWS: dict[int, Any] = {number: row["figure"] for number, row in stored_rows(FOLDER)[0].items()}
MADE = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
FIT, BARE, LINE = ROWS[1], ROWS[1]["without_levers"], ROWS[1]["straight_line"]
COUNTS = {
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "sixteen": 16, "thirty": 30,
    "Five hundred": 500, "four thousand": 4000, "two thousand": 2000,
}  # fmt: skip
WORD = "|".join(COUNTS)


def series(name: str, year: int) -> float:
    return PLACE.series(name)[year]


def ratio(definition: str, year: int) -> float:
    return series(f"urban_income_{definition}", year) / series(f"rural_income_{definition}", year)


def better_than_documented() -> int:
    return int(ROWS[13]["rank_among_shuffled"]) - 1


#: Page, sentence with its numbers as groups, and what each number is.
TOLD: dict[str, tuple[str, str, list[float]]] = {
    "incomes without levers": (
        "../README.md",
        r"rural income nearly as closely \(([\d.]+) % old, ([\d.]+) % new, against ([\d.]+) % and "
        r"([\d.]+) %\)",
        [BARE["rural_mape_old"], BARE["rural_mape_new"], FIT["rural_mape_old"],
         FIT["rural_mape_new"]],
    ),
    "the ratio without levers": (
        "../README.md",
        r"ratio not much worse \(([\d.]+) and ([\d.]+), against ([\d.]+) and ([\d.]+)\)",
        [BARE["ratio_rmse_old"], BARE["ratio_rmse_new"], FIT["ratio_rmse_old"],
         FIT["ratio_rmse_new"]],
    ),
    "the log posterior without levers": (
        "../README.md", r"the log posterior is ([\d.]+) lower",
        [ROWS[13]["log_posterior_lost_without_levers"]],
    ),
    "straight lines": (
        "../README.md", r"miss rural income by ([\d.]+) % \(old\) and ([\d.]+) % \(new\)",
        [LINE["rural_mape_old"], LINE["rural_mape_new"]],
    ),
    "levers left out": (
        "../README.md", rf"({WORD}) of ({WORD}) levers cost the fit next to nothing",
        [len(ROWS[11]["not_shown_by_the_record"]), len(ROWS[11]["lost_log_evidence"])],
    ),
    "shuffled strengths": (
        "../README.md", rf"({WORD}) of (\d+) fits are better",
        [better_than_documented(), ROWS[13]["of"] - 1],
    ),
    "the hold-out": (
        "../README.md",
        r"\(([\d.]+) in logarithms against ([\d.]+), root mean square\) and the ratio worse "
        r"\(([\d.]+) against ([\d.]+)\)",
        [ROWS[3][who][what]["rmse"] for what in ("rural", "ratio") for who in ("model", "naive")],
    ),
    "the record": (
        "calibration.md", rf"record of Zhejiang is (\d+) yearly numbers.*some ({WORD}) unknowns",
        [FIT["incomes"], len(estimated())],
    ),
    "runs": (
        "calibration.md", rf"Some ({WORD}) over the priors and ({WORD}) where the posterior is",
        [MADE["settings"]["runs"], MADE["settings"]["narrowed"]],
    ),
    "draws": (
        "calibration.md", rf"({WORD}) of its draws or more.*each under ({WORD}) seeds",
        [MADE["settings"]["draws"], MADE["settings"]["seeds_a_draw"]],
    ),
    "tests": ("calibration.md", rf"\*\*A card\*\*: ({WORD}) tests", [len(all_rows())]),
    "the change of definition": (
        "claims.md", r"figure of 2013 rose by ([\d.]+) % and the urban one fell by ([\d.]+) %",
        [100 * (series("rural_income_new", 2013) / series("rural_income_old", 2013) - 1),
         100 * (1 - series("urban_income_new", 2013) / series("urban_income_old", 2013))],
    ),
    "the ratio's fall": (
        "../README.md", r"town over country went from ([\d.]+) to ([\d.]+)\.",
        [ratio("old", 2003), ratio("new", 2023)],
    ),
    "the ratio's fall in Chinese": (
        "zh/index.md", r"收入是农村居民的 ([\d.]+) 倍；2023 年是 ([\d.]+) 倍",
        [ratio("old", 2003), ratio("new", 2023)],
    ),
}  # fmt: skip


def test_the_hold_outs_said_to_be_missed_are() -> None:
    verdicts = {number: row["verdict"] for number, row in stored_rows(FOLDER)[0].items()}
    missed = sorted(number for number, verdict in verdicts.items() if verdict != "pass")
    text = " ".join((DOCS / "../README.md").read_text(encoding="utf-8").split())
    told = re.search(r"\(rows (\d+) to (\d+): missed, and printed as missed\)", text)
    assert told
    assert missed == list(range(int(told[1]), int(told[2]) + 1))


@pytest.mark.parametrize("about", TOLD)
def test_a_sentence_that_repeats_a_figure_has_the_figure(about: str) -> None:
    page, sentence, figures = TOLD[about]
    text = " ".join((DOCS / page).read_text(encoding="utf-8").split())
    found = re.search(sentence, text)
    assert found, f"{page} does not say this any more; neither should this test"
    for told, figure in zip(found.groups(), figures, strict=True):
        if told in COUNTS:  # told in words: "some four thousand" of 4,096
            assert COUNTS[told] == pytest.approx(figure, rel=0.03)
            continue
        digits = len(told.partition(".")[2])
        # half of the last digit told, and what the card's own rounding to four digits may add
        assert abs(float(told) - figure) <= 0.5 * 10.0**-digits + 5e-5


def test_two_fifths_of_the_fall_is_the_change_of_definition() -> None:
    assert "two fifths of the fall" in " ".join(
        (DOCS / "claims.md").read_text(encoding="utf-8").split()
    )
    whole = ratio("old", 2003) - ratio("new", 2023)
    share = (ratio("old", 2013) - ratio("new", 2013)) / whole
    assert share == pytest.approx(0.4, abs=0.03)


@pytest.mark.parametrize("page", ["claims.md", "calibration.md"])
def test_a_page_on_what_may_be_claimed_begins_with_the_model_without_levers(page: str) -> None:
    first = (DOCS / page).read_text(encoding="utf-8").partition("\n## ")[0]
    null = ROWS[13]
    assert f"log posterior is {null['log_posterior_lost_without_levers']:.1f} lower" in first
    assert f"rank {null['rank_among_shuffled']} of {null['of']}" in first
