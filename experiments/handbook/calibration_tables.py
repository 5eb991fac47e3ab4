"""What the shipped place's calibration card says, as the handbook's page on calibration tells it.

Every number comes from the files of the stored posterior. What has not been measured says so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import scenarios
from calibration.card.rows import SHORT
from calibration.card.stored import stored_rows
from calibration.evidence import EVIDENCE_FILE
from calibration.labels import ASSUMED, INFORMED, MIXED, PRIOR
from calibration.value_of_data import VALUE_FILE
from experiments.card_words import MISSED
from experiments.handbook.markdown import code, join, labelled, table
from scenarios.stored_posterior import read_posterior
from sim.levers import all_levers
from sim.parameters import estimated

NONE = (
    "No posterior is shipped with this version, so nothing of this has been measured and nothing "
    "may be claimed. `shanhai calibrate` makes one."
)
FIT, NULL, LEFT_OUT = 1, 13, 11
#: A rank among shuffled strengths in this share from the top speaks for the documented ones.
RANKS_THAT_SAY = 0.05

#: So many prior standard deviations from the middle a prior's 90 % interval ends.
FAR = 1.645

Rows = dict[int, dict[str, Any]]


def folder() -> Path | None:
    """Where the shipped place's posterior lies; ``None`` when there is none."""
    place = scenarios.load_place(scenarios.DEFAULT_PLACE, scenarios.Findings())
    held = Path(place.posterior_folder) if place.posterior_folder else None
    return held if held is not None and read_posterior(held) is not None else None


def claims(at: Path | None = None) -> str:
    """What the null model, the levers left out and the labels leave to be claimed."""
    at = at or folder()
    if at is None:
        return NONE
    rows, labels = stored_rows(at)
    return join(
        _without_levers(rows), _of_single_levers(rows), _of_labels(labels), _of_disputes(at)
    )


def _without_levers(rows: Rows) -> str:
    null, fit = rows[NULL]["figure"], rows[FIT]["figure"]
    if null is None:
        return "How the record fares without any lever has not been measured yet (row 13)."
    lost = null["log_posterior_lost_without_levers"]
    close = ""
    if fit is not None and fit.get("rural_mape_new") is not None:
        close = (
            f" The central run follows rural and urban income on the new definition to "
            f"{fit['rural_mape_new']:.2f} % and {fit['urban_mape_new']:.2f} % on average"
        )
        bare = fit["without_levers"]
        close += (
            f"; refitted without any lever it does so to {bare['rural_mape_new']:.2f} % and "
            f"{bare['urban_mape_new']:.2f} %."
            if bare is not None
            else "."
        )
    told = (
        "so the record by itself does not show that the levers did anything"
        if lost < 2.0
        else "so the record speaks for the levers together, given these mechanisms"
    )
    rank, of = null["rank_among_shuffled"], null["of"]
    strengths = (
        ": of how strong each lever was the record says little"
        if rank > RANKS_THAT_SAY * of
        else ""
    )
    return (
        f"**Refitted with every lever off, the log posterior is {lost:.1f} lower than with the "
        f"documented levers**, {told}. Among {of - 1} refits with the strengths of the levers "
        f"shuffled, which lose {null['median_lost_when_shuffled']:.1f} in the middle, the "
        f"documented ones rank {rank} of {of}{strengths}.{close} A close fit is the entrance fee, "
        "no evidence for a policy."
    )


def _of_single_levers(rows: Rows) -> str:
    figure = rows[LEFT_OUT]["figure"]
    if figure is None:
        return "Levers left out one by one have not been measured yet (row 11)."
    hidden = figure["not_shown_by_the_record"]
    lost = figure["lost_log_evidence"]
    count = len(lost)
    names = ", ".join(code(name) for name in hidden) or "none"
    shown = ", ".join(
        f"{code(name)} ({lost[name]:.1f})"
        for name in sorted(lost, key=lambda name: -lost[name])
        if name not in hidden
    )
    return (
        f"Left out one at a time and refitted, {len(hidden)} of {count} levers cost less than 2 in "
        f"log evidence: the record does not show them. They are {names}. What the others cost: "
        f"{shown or 'there are none'}."
    )


def _of_labels(labels: dict[str, str]) -> str:
    if not labels:
        return "Labels have not been measured yet (row 10)."
    lines = []
    for kind, names in (("parameters", estimated()), ("lever effects", all_levers())):
        held = [labels.get(name, ASSUMED) for name in names]
        counts = ", ".join(
            f"{held.count(word)} {word}" for word in (INFORMED, MIXED, PRIOR, ASSUMED)
        )
        lines.append(f"{len(held)} {kind}: {counts}.")
    return "What the record adds to the priors: " + " ".join(lines)


def _of_disputes(at: Path) -> str:
    """Parameters the record takes further from their prior's middle than the prior expected."""
    if not (at / EVIDENCE_FILE).is_file():
        return ""
    held = json.loads((at / EVIDENCE_FILE).read_text(encoding="utf-8"))["marginals"]
    medians = {name: one["posterior"][len(one["posterior"]) // 2] for name, one in held.items()}
    moved = {
        name: item.prior.to_unit(medians[name])
        for name, item in estimated().items()
        if name in medians and item.prior is not None
    }
    far = sorted((name for name in moved if abs(moved[name]) > FAR), key=lambda k: -abs(moved[k]))
    named = ", ".join(f"{code(name)} ({moved[name]:+.1f})" for name in far)
    return (
        "Where prior and record disagree: the posterior's median lies outside the prior's 90 % "
        f"interval for {named or 'no parameter'}"
        + (", in the prior's standard deviations. " if far else ". ")
        + "Such a parameter makes up for something the priors, or the mechanisms, have wrong."
    )


def card_table(at: Path | None = None) -> str:
    """The sixteen rows with bar and verdict."""
    at = at or folder()
    rows, _ = stored_rows(at)
    return table(
        ("row", "test", "bar", "verdict", "why"),
        [
            (number, row["test"], row["bar"], f"**{row['verdict']}**", row["why"])
            for number, row in rows.items()
        ],
    )


def null_model(at: Path | None = None) -> str:
    """How the record fares with every lever off, and with strengths shuffled."""
    at = at or folder()
    return NONE if at is None else _without_levers(stored_rows(at)[0])


def missed_bars(at: Path | None = None) -> str:
    """What every missed bar of the card means to whoever uses the model."""
    at = at or folder()
    rows, _ = stored_rows(at)
    short = {number: row["test"] for number, row in rows.items() if row["verdict"] == SHORT}
    return "\n".join(
        f"- Row {number}, {test}: {MISSED[number].en}."
        for number, test in short.items()
        if number in MISSED
    ) or "No bar that was measured is missed."  # fmt: skip


def lever_labels(at: Path | None = None) -> str:
    """How much narrower the record makes every lever's effect, and the word for it."""
    at = at or folder()
    if at is None:
        return NONE
    rows, labels = stored_rows(at)
    figure = rows[10]["figure"]
    if figure is None:
        return "Not measured yet (row 10)."
    return table(
        ("lever", "effect", "contraction", "with priors twice as wide"),
        [
            (
                f"{code(name)} {labelled(all_levers()[name].label())}",
                labels.get(name, ASSUMED),
                f"{held['contraction']:.2f}",
                f"{held['contraction_wide']:.2f}",
            )
            for name, held in figure["lever_effects"].items()
        ],
    )


def value_table(at: Path | None = None) -> str:
    """Which further series would narrow which lever's effect most."""
    at = at or folder()
    if at is None or not (at / VALUE_FILE).is_file():
        return "Not measured yet: `shanhai card --value-of-data`."
    held = json.loads((at / VALUE_FILE).read_text(encoding="utf-8"))
    return table(
        ("one series more", "narrows most the effect of", "by"),
        [
            (code(row["series"]), code(row["shrinks_most"]), f"{100 * row['by']:.0f} %")
            for row in held["series"]
        ],
    )


REGIONS = {
    "calibration-claims": claims,
    "calibration-null": null_model,
    "calibration-card": card_table,
    "calibration-missed": missed_bars,
    "calibration-levers": lever_labels,
    "calibration-value": value_table,
}
