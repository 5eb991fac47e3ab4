"""Comparisons, searches, studies, cards and stored results that are asked for wrongly.

None of them may live a run before it is refused.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from scenarios.place_files import shipped_places
from tests.experiments.bad_inputs import Case

SHIPPED = shipped_places()["zhejiang"] / "posterior"
ROW = '{"row": 1, "test": "", "bar": "", "figure": 3, "verdict": "great", "why": ""}'


def files(**texts: str) -> Callable[[Path], None]:
    """Files by name; an underscore stands for the dot, two for a slash."""

    def prepare(folder: Path) -> None:
        for name, text in texts.items():
            path = folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return prepare


def a_posterior(**texts: str) -> Callable[[Path], None]:
    """The shipped posterior in ``p``, with some of its files replaced."""

    def prepare(folder: Path) -> None:
        shutil.copytree(SHIPPED, folder / "p")
        files(**texts)(folder)

    return prepare


def study(text: str, *says: str, messages: int | None = 1, **beside: str) -> Case:
    """A study with a mistake, which is asked for and not only checked."""
    prepare = files(s_yaml=text, **beside)
    return Case(("experiment", "s.yaml", "--workers", "1"), says, messages, prepare)


SEEDS = "design: {grid: {seed: [1, 2]}}\noutcomes: [ratio_new]\nscale: 0.0002\n"

CASES = {
    # ---- numbers that are none, names of no letters
    "no discount rate": Case(
        ("compare", "no_infrastructure", "--discount-rate", "nan"), ("'nan' is not a finite",)
    ),
    "an endless discount rate": Case(
        ("compare", "no_infrastructure", "--discount-rate", "inf"), ("0.0<=x<=1.0",)
    ),
    "no budget": Case(("frontier", "--budget", "nan"), ("'nan' is not a finite number",)),
    "an endless budget": Case(("frontier", "--budget", "inf"), ("'inf' is not a finite number",)),
    "a goal of no number": Case(
        ("frontier", "--goal", "ratio_new=nan"), ("'nan' is not a number that ratio_new",)
    ),
    "a goal nobody knows": Case(
        ("frontier", "--goal", "ratio_nwe=1.8"), ("did you mean 'ratio_new'?",)
    ),
    "an output of no name": Case(("run", "--out", ""), ("'' names no file and no folder",)),
    "a comparison of no name": Case(
        ("compare", "no_infrastructure", "--out", ""), ("'' names no file and no folder",)
    ),
    "a page of no name": Case(
        ("report", "no_infrastructure", "--out", ""), ("'' names no file and no folder",)
    ),
    "a page below nothing": Case(
        ("report", "no_infrastructure", "--out", "missing/page.html"), ("no such folder: missing",)
    ),
    "a page in two languages": Case(
        ("report", "no_infrastructure", "--out", "p.html", "--lang", "both"), ("'en', 'zh'",)
    ),
    "a posterior of no name": Case(("run", "--posterior", ""), ("'' names no file",)),
    "a place of no name": Case(("run", "--place", ""), ("places are: zhejiang; a folder would",)),
    "a plot of no name": Case(("plot", ""), ("'' names no file and no folder",)),
    "a manifest of no name": Case(("reproduce", ""), ("'' names no file and no folder",)),
    "a study of no name": Case(("experiment", ""), ("'' names no file and no folder",)),
    # ---- options that contradict one another, and nothing to do
    "a sample of every coalition": Case(
        ("attribute", "--exact", "--permutations", "6"), ("leave --permutations out",)
    ),
    "an odd number of orders": Case(("attribute", "--permutations", "3"), ("even number",)),
    "an attribution of nothing": Case(("attribute", "all_off"), ("no lever is on",)),
    "a frontier of nothing": Case(("frontier", "all_off"), ("no lever of this scenario costs",)),
    "a scenario against nobody": Case(
        ("compare", "no_infrastructure", "--against", "histroy"), ("did you mean 'history'?",)
    ),
    "targets of no name": Case(
        ("calibrate", "--targets", ""), ("'': no such group of targets; they are: incomes",)
    ),
    "a target and two that are none": Case(
        ("calibrate", "--targets", "incomes,,x"), ("''", "'x'"), messages=2
    ),
    "a year before the record": Case(
        ("calibrate", "--fit-until", "1990"), ("give a year from 2003 to 2023",)
    ),
    "a year and a target that are none": Case(
        ("calibrate", "--fit-until", "2040", "--targets", "weather"),
        ("give a year from 2003 to 2023", "'weather': no such group"), messages=2,
    ),
    "a row too many": Case(("card", "--row", "17"), ("1<=x<=16",)),
    "a card in no language": Case(("card", "--lang", "ZH"), ("did you mean 'zh'?",)),
    "a check in no language": Case(("validate", "history", "--lang", "de"), ("'en', 'zh'",)),
    "levers of a place": Case(
        ("list", "levers", "--place", "zhejiang"), ("--place is for sources",)
    ),
    "a new scenario in a folder": Case(("new", "scenario", "a/b"), ("without slashes",)),
    # ---- cards and posteriors
    "a card without a verdict": Case(
        ("card", "--posterior", "p"),
        ("card.json: not a card (row 1 has no test)",),
        prepare=a_posterior(p__card_json='{"rows": [{"row": 1}], "labels": {}}'),
    ),
    "a card with a verdict of its own": Case(
        ("card", "--posterior", "p", "--lang", "zh"),
        ("row 1 has the verdict 'great'",),
        prepare=a_posterior(p__card_json=f'{{"rows": [{ROW}], "labels": {{}}}}'),
    ),
    "a card that is a list": Case(
        ("card", "--posterior", "p", "--json"),
        ("card.json: not a card",),
        prepare=a_posterior(p__card_json="[]"),
    ),
    "figures of a calibration without evidence": Case(
        ("plot", "p"), ("another version (KeyError('stamp'))",),
        prepare=a_posterior(p__evidence_json="{}"),
    ),
    "figures of a calibration with other evidence": Case(
        ("plot", "p"), ("another version",), prepare=a_posterior(p__evidence_json="[]")
    ),
    # ---- stored results
    "a result of no kind": Case(
        ("plot", "manifest.json"),
        ("'soup': no such kind of result; kinds of result are: run",),
        prepare=files(manifest_json='{"kind": "soup"}'),
    ),
    "a result that is no manifest": Case(
        ("reproduce", "r/result.nc"),
        ("not a manifest; name the result's folder or its manifest.json",),
        prepare=files(r__result_nc="CDF"),
    ),
    "a comparison lived again": Case(
        ("reproduce", "manifest.json"),
        ("kind: 'comparison' found; results of shanhai run",),
        prepare=files(manifest_json='{"kind": "comparison"}'),
    ),
    # ---- studies
    "a study that is not shipped": Case(
        ("experiment", "same_mony"), ("did you mean 'same_money'?",)
    ),
    "a study without its table": study(
        "design: {csv: none.csv}\noutcomes: [ratio_new]\n",
        "s.yaml:1: design.csv: 'none.csv': no such file; did you mean 'nine.csv'?",
        nine_csv="seed\n1\n",
    ),
    "a study with half a template": study(
        f"{SEEDS}answer: a.j2\n", "a.j2:2: unexpected end of template", a_j2="one\n{{ nothing"
    ),
    "a template that asks for another outcome": study(
        f"{SEEDS}answer: a.j2\n",
        "a.j2: the study does not look at ratio_neu",
        a_j2="{{ value('ratio_neu', seed=1) }}",
    ),
    "a template that asks for another point": study(
        f"{SEEDS}answer: a.j2\n", "0 points of the study", a_j2="{{ value('ratio_new', seed=3) }}"
    ),
    "a template that takes another in": study(
        f"{SEEDS}answer: a.j2\n", "a.j2: '/etc/hosts': no such template",
        a_j2="{% include '/etc/hosts' %}",
    ),
    "a template that reaches inside Python": study(
        f"{SEEDS}answer: a.j2\n", "access to attribute '__class__'", a_j2="{{ ''.__class__ }}"
    ),
    "a template that goes on for long": study(
        f"{SEEDS}answer: a.j2\n", "a.j2: Range too big",
        a_j2="{% for i in range(10 ** 12) %}x{% endfor %}",
    ),
    "a template that calls itself": study(
        f"{SEEDS}answer: a.j2\n", "a.j2: maximum recursion depth",
        a_j2="{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ),
    "a template that calculates in vain": study(
        f"{SEEDS}answer: a.j2\n", "a.j2: division by zero", a_j2="{{ 1 / 0 }}"
    ),
    "a factor without values": study(
        "design: {grid: {infrastructure.spending: }}\noutcomes: [ratio_new]\n",
        "s.yaml:1: design.grid.infrastructure.spending: nothing found; give a list of values",
    ),
    "a factor with one number for a list": study(
        "design: {grid: {infrastructure.spending: 3}}\noutcomes: [ratio_new]\n",
        "s.yaml:1: design.grid.infrastructure.spending: 3 found; give a list of values",
    ),
    "a discovery of something the study does not look at": study(
        f"{SEEDS}discovery: {{outcome: migrant_share, above: 1}}\n",
        "no such outcome here; outcomes here are: ratio_new",
    ),
    "a study with a Chinese title that is a number": study(
        f"title_zh: 3\n{SEEDS}", "s.yaml:1: title_zh: 3 found; give text"
    ),
    "a study in a folder of something else": Case(
        ("experiment", "s.yaml", "--out", "c", "--workers", "1"),
        ("c: holds runs, but not what study they belong to",),
        prepare=files(s_yaml=SEEDS, c__runs__x="1"),
    ),
}  # fmt: skip
