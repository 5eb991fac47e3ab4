"""A place is a folder: reading one, checking it, and assuming what it does not say.

``observed.csv`` alone is enough, with rural and urban income by year. What is missing is taken from
the defaults declared in :mod:`sim.inputs`, listed in ``Place.assumed`` and named in a warning.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import Any

from scenarios.base_year import complete_head, read_head
from scenarios.bibliography import bibliography
from scenarios.place_counties import read_counties, read_prefectures
from scenarios.place_folder import FILES, Folder
from scenarios.place_series import read_drivers, read_levers, read_observed
from scenarios.problems import Findings, Problem, listed, nearest, shown
from scenarios.stored_posterior import FOLDER_NAME, MANIFEST_FILE, read_posterior
from scenarios.yaml_files import read_yaml
from sim.declare import Label
from sim.inputs import County, Frozen, Place, Source


def read_place(folder: FilePath, label: str, findings: Findings) -> Place | None:
    """The place a folder holds, or ``None`` after noting every mistake in its files.

    ``label`` is what messages call the folder. What was assumed is noted as warnings.
    """
    if not folder.is_dir():
        findings.mistake(label, None, (), "no such folder")
        return None
    where = Folder(folder, label.rstrip("/\\") or label, findings)
    if not (where.has("base_year.yaml") or where.has("observed.csv")):
        findings.mistake(label, None, (), "not a place: neither base_year.yaml nor observed.csv")
        return None
    before = len(findings.mistakes)
    _warn_of_stray_files(where)
    where.sources = _read_sources(where)
    head = read_head(where)
    prefectures = read_prefectures(where)
    observed = read_observed(where, head.name, prefectures)
    complete_head(where, head, observed)
    drivers = read_drivers(where, head)
    counties = read_counties(where, head, prefectures)
    documented = read_levers(where, head)
    _warn_of_unlisted_sources(where)
    if len(findings.mistakes) > before:
        return None
    assert head.base_year is not None and head.last_year is not None
    central, posterior_folder = _read_central_values(where)
    return Place(
        name=head.name,
        title=head.title,
        base_year=head.base_year,
        last_year=head.last_year,
        counties=tuple(counties),
        prefectures=Frozen(prefectures or _prefectures_named(counties, head.name, head.title)),
        base=Frozen(head.values),
        drivers=Frozen(drivers),
        observed=tuple(observed),
        documented=Frozen({lever: Frozen(paths) for lever, paths in documented.items()}),
        shocks=Frozen(head.shocks),
        sources=Frozen({**bibliography(), **(where.sources or {})}),
        parameters=Frozen(central),
        posterior_folder=posterior_folder,
        assumed=tuple(where.assumed),
    )


def _prefectures_named(counties: Iterable[County], name: str, title: Label) -> dict[str, Label]:
    """The prefectures that counties name, where no table lists them; the west is elsewhere."""
    keys = {item.prefecture: None for item in counties if item.is_home}
    return {key: title if key == name else Label(key, key) for key in keys}


def _warn_of_stray_files(where: Folder) -> None:
    """Name files that look like a misspelt file of a place."""
    for item in sorted(where.path.iterdir()):
        if item.suffix in (".csv", ".yaml", ".yml") and item.name not in FILES:
            close = nearest(item.name, [name for name in FILES if not where.has(name)])
            if close is not None:
                message = Label(f"not read; did you mean '{close}'?", f"未读取；是否为“{close}”？")
                where.findings.warn(where.called(item.name), None, (), message)


def _read_central_values(where: Folder) -> tuple[dict[str, float], str]:
    """The central parameter values of the place's posterior and the posterior's folder.

    Both are empty where there is none, or one that cannot be read, which is noted.
    """
    folder = where.path / FOLDER_NAME
    try:
        found = read_posterior(folder)
    except (ValueError, RecursionError) as problem:
        called = where.called(f"{FOLDER_NAME}/{MANIFEST_FILE}")
        where.findings.mistake(called, None, (), str(problem).split(": ", 1)[-1])
        return {}, ""
    return ({}, "") if found is None else (dict(found.central), str(folder))


def _read_sources(where: Folder) -> dict[str, Source] | None:
    """The bibliography by key, ``None`` where the folder has none."""
    if not where.has("sources.yaml"):
        return None
    label = where.called("sources.yaml")
    document = read_yaml(where.file("sources.yaml"), label, where.findings)
    found: dict[str, Source] = {}
    for key, entry in (document.data if document else {}).items():
        assert document is not None
        held = entry if isinstance(entry, dict) else {"citation": entry}
        citation, url = held.get("citation"), held.get("url")
        if not isinstance(citation, str) or not citation.strip():
            where.findings.mistake(label, document.line((key,)), (key,), "citation is missing")
        elif not (url is None or isinstance(url, str)):
            message = f"{shown(url)} found; give an address or null"
            where.findings.mistake(label, document.line((key, "url")), (key, "url"), message)
        else:
            found[str(key)] = Source(str(key), citation, url)
    return found


def _warn_of_unlisted_sources(where: Folder) -> None:
    if where.unlisted:
        message = Label(
            f"no such file, so these sources stay unexplained: {listed(where.unlisted)}",
            f"没有此文件，以下来源没有说明：{listed(where.unlisted)}",
        )
        where.findings.warn(where.called("sources.yaml"), None, (), message)


@functools.cache
def shipped_places() -> dict[str, FilePath]:
    """The folders of the places that come with the project, by name."""
    folder = FilePath(__file__).parent / "places"
    if not folder.is_dir():
        return {}
    return {
        item.name: item
        for item in sorted(folder.iterdir())
        if (item / "base_year.yaml").exists() or (item / "observed.csv").exists()
    }


@functools.cache
def shipped_place(name: str) -> tuple[Place | None, tuple[Problem, ...]]:
    """A shipped place and what was found while reading it; read once."""
    findings = Findings()
    place = read_place(shipped_places()[name], name, findings)
    return place, tuple(findings)


def place_head(folder: FilePath) -> dict[str, Any]:
    """``title`` and ``years`` of a place, read without checking the rest; for listings."""
    head = read_head(Folder(folder, folder.name, Findings()), is_checked=False)
    return {"title": head.title, "years": (head.base_year, head.last_year)}
