"""Filling the page of a comparison."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

import sim
from experiments.comparison.text import HEADLINES, digits_of, shown
from experiments.figures.comparison_subject import (
    ComparisonSubject,
    indicator_label,
)
from experiments.figures.kept import makers_of
from experiments.figures.style import applied
from experiments.figures.wording import in_unit
from experiments.figures.wording import word as figure_word
from experiments.large_money import in_large
from experiments.report.lettering import lettering
from experiments.report.words import WORDS, word
from sim.indicators import INDICATORS

TEMPLATE = "page.html.j2"
#: Where draws spread an effect no more than chance does.
NO_SPREAD = "–"


def page(subject: ComparisonSubject, language: str) -> str:
    """The whole page as text."""
    import jinja2

    document = subject.document
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("experiments.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = [subject.name(name, language) for name in subject.names]
    content = {
        "language": language,
        "version": sim.__version__,
        "words": {key: label[language] for key, label in WORDS.items()},
        "title": word("title", language).format(scenarios=_listed(names, language)),
        "lead": word("lead", language).format(
            against=subject.against(language),
            place=subject.place.title[language],
            first=subject.years[0],
            last=subject.years[-1],
        ),
        "short": word("short", language).format(year=subject.years[-1]),
        "scenarios": [_scenario(subject, name, language) for name in subject.names],
        "orders": _orders(subject, language),
        "trust": word("trust_line", language).format(
            draws=document["draws"],
            origin=word(document["draws_from"], language),
            seeds=document["seeds_per_draw"],
            scale=f"{document['scale']:.3%}",
        ),
        "made": _made(document),
    }
    template = environment.get_template(TEMPLATE)
    font = lettering(template.render(content, figures=[], font="")) if language == "zh" else ""
    return template.render(content, figures=_figures(subject, language), font=font)


def _listed(names: list[str], language: str) -> str:
    comma = "、" if language == "zh" else ", "
    if len(names) == 1:
        return f"“{names[0]}”"
    quoted = [f"“{name}”" for name in names]
    return comma.join(quoted[:-1]) + word("and", language) + quoted[-1]


def _scenario(subject: ComparisonSubject, name: str, language: str) -> dict[str, Any]:
    held = subject.of(name)
    ways = held["money"]["saved_goes_to"]
    return {
        "name": subject.name(name, language),
        "label": subject.label(name, language),
        "effects": [
            _effect(held["difference"][item], item, subject.years[-1], language)
            for item in HEADLINES
        ],
        "money_lead": word("money_lead", language).format(
            closure=word(f"closure_{held['money']['closure']}", language)
        ),
        "ways": [
            {
                "name": word("saved", language) if key == "total" else figure_word(key, language),
                "value": _rounded(in_large(sum(values), language)),
            }
            for key, values in ways.items()
            if key == "total" or any(values)
        ],
        "worth": _worth(subject.document, held["worth"], language),
    }


def _effect(held: Mapping[str, Any], item: str, year: int, language: str) -> dict[str, str]:
    at = held["years"].index(year)
    digits = digits_of(held, at)

    def signed(key: str) -> str:
        return shown(held[key][at], True, digits).replace("-", "\u2212")

    unit = INDICATORS[item].unit
    return {
        "indicator": indicator_label(item, language),
        "median": signed("median"),
        "band50": f"{signed('p25')} … {signed('p75')}",
        "band90": f"{signed('p05')} … {signed('p95')}",
        "error": shown(held["monte_carlo_error"][at], digits=digits),
        "sd": shown(spread, digits=digits) if (spread := held["posterior_sd"][at]) else NO_SPREAD,
        "unit": "" if unit == "1" else in_unit(unit, language)[0],
    }


def _rounded(value: float) -> str:
    return f"{value + 0.0:+,.1f}".replace("-", "\u2212")


def _worth(document: Mapping[str, Any], held: Mapping[str, Any], language: str) -> str:
    value, income, money = (held[key] for key in ("net_present_value", "income", "money"))
    return word("worth", language).format(
        income=_rounded(in_large(income["median"], language)),
        money=_rounded(in_large(money["median"], language)),
        value=_rounded(in_large(value["median"], language)),
        low=_rounded(in_large(value["p05"], language)),
        high=_rounded(in_large(value["p95"], language)),
        year=held["prices_of"],
        rate=f"{document['discount']['rate']:.0%}",
        source=document["discount"]["source"],
        peak=held["peak_year"],
    )


def _orders(subject: ComparisonSubject, language: str) -> list[str]:
    return [
        word("order_line", language).format(
            indicator=indicator_label(item, language),
            order=" < ".join(subject.name(name, language) for name in held["order"]),
            share=f"{held['order_holds']:.0%}",
        )
        for item, held in subject.document["ranks"].items()
    ]


def _figures(subject: ComparisonSubject, language: str) -> list[dict[str, str]]:
    """Every figure as PNG in base64."""
    found = []
    for name, make in makers_of("comparison", subject.document).items():
        drawing = make(language)
        buffer = io.BytesIO()
        with applied():
            drawing.savefig(buffer, format="png")
        found.append({"name": name, "data": base64.b64encode(buffer.getvalue()).decode()})
    return found


def _made(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What names the result: versions, hashes and the scenarios'."""
    made = document["manifest"]
    wanted = ("version", "commit", "comparison_hash", "parameters_hash", "data_hash")
    rows = [(key, str(made[key])) for key in wanted if made.get(key)]
    return [*rows, *made["scenario_hashes"].items()]
