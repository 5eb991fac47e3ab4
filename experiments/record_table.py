"""A run beside the published record as text: the table by year and the scores, in two languages."""

from __future__ import annotations

from typing import Any

from experiments.documented import Entry, lines
from experiments.runs import Outcome
from experiments.text_tables import GAP, padded, table, width
from sim.declare import Label

WORDS = {
    "year": Label("year", "年份"),
    "definition": Label("def.", "口径"),
    "old": Label("old", "旧"),
    "new": Label("new", "新"),
    "modelled": Label("modelled", "模型"),
    "documented": Label("documented", "公布值"),
    "error": Label("error", "误差"),
    "rural": Label("rural income, yuan", "农村居民收入（元）"),
    "urban": Label("urban income, yuan", "城镇居民收入（元）"),
    "ratio": Label("urban over rural", "城乡收入比"),
    "title": Label(
        "{scenario}, {place}: {villages:,} villages and {households:,} households simulated, "
        "seed {seed}",
        "{scenario}，{place}：模拟{villages:,}个村、{households:,}户，随机种子{seed}",
    ),
    "scores": Label(
        "mean error, {definition} definition: rural {rural}, urban {urban}, ratio {ratio} "
        "(root mean square)",
        "平均误差（{definition}口径）：农村{rural}，城镇{urban}，收入比{ratio}（均方根）",
    ),
    "unknown": Label("nothing observed", "无公布值"),
    "written": Label("written to {folder}/", "结果已写入 {folder}/"),
}


def as_text(outcome: Outcome, content: dict[str, Any], language: str = "en") -> list[str]:
    """The table "year, modelled, documented, error", and the scores below it.

    ``content`` is the document of the result.
    """
    scenario = outcome.request.scenario
    head = [
        _word(key, language)
        for key in ("year", "definition", *("modelled", "documented", "error") * 3)
    ]
    rows = [
        [
            str(line.year),
            _word(line.definition, language),
            *(cell for item in line.measures for cell in _cells(item)),
        ]
        for line in lines(outcome.central, scenario.place)
    ]
    body = table(head, rows, right=range(2, len(head)))
    spans = _spans(head, rows)
    groups = [_word(key, language) for key in ("rural", "urban", "ratio")]
    above = GAP.join(
        [
            " " * spans[0],
            *(padded(name, span) for name, span in zip(groups, spans[1:], strict=True)),
        ]
    )
    title = _word("title", language).format(
        scenario=scenario.titled(language),
        place=scenario.place.title[language],
        **{key: content[key] for key in ("villages", "households", "seed")},
    )
    rule = "-" * max(width(line) for line in body)
    scores = _scores(content["fit"], language)
    return [title, "", above.rstrip(), body[0], rule, *body[1:], "", *scores]


def written_to(folder: object, language: str = "en") -> str:
    """Where the files of a result are, in words."""
    return _word("written", language).format(folder=folder)


def _word(key: str, language: str) -> str:
    return WORDS[key][language]


def _spans(head: list[str], rows: list[list[str]]) -> list[int]:
    """Widths of the table's four groups of columns: the year, then the three measures."""
    columns = [max(width(row[k]) for row in [head, *rows]) for k in range(len(head))]
    groups = (columns[:2], columns[2:5], columns[5:8], columns[8:11])
    return [sum(group) + 2 * (len(group) - 1) for group in groups]


def _cells(item: Entry) -> tuple[str, str, str]:
    """A comparison as three cells; a dash where nothing was published."""
    number = "{:,.0f}" if item.is_income else "{:.3f}"
    known = "-" if item.documented is None else number.format(item.documented)
    if item.error is None:
        error = "-"
    else:
        error = f"{_rounded(item.error, 1)} %" if item.is_income else _rounded(item.error, 3)
    return number.format(item.modelled), known, error


def _rounded(value: float, digits: int) -> str:
    """A signed number; what rounds to nothing has no sign."""
    rounded = round(value, digits)
    return f"{rounded:+.{digits}f}" if rounded else f"{0.0:.{digits}f}"


def _scores(fit: dict[str, float | None], language: str) -> list[str]:
    """Mean errors by definition, in words."""

    def shown(name: str, form: str) -> str:
        value = fit[name]
        return _word("unknown", language) if value is None else form.format(value)

    return [
        _word("scores", language).format(
            definition=_word(definition, language),
            rural=shown(f"rural_mape_{definition}", "{:.2f} %"),
            urban=shown(f"urban_mape_{definition}", "{:.2f} %"),
            ratio=shown(f"ratio_rmse_{definition}", "{:.3f}"),
        )
        for definition in ("old", "new")
    ]
