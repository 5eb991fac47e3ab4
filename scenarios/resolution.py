"""Applying a scenario file on top of what it extends.

The order is without, replace, levers, delay, intensity, whatever the order in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scenarios.problems import Findings, listed, number_shown
from scenarios.scenario_checks import DOCUMENTED, budget, regions, settings_of
from scenarios.scenario_schema import EVERY_LEVER
from scenarios.yaml_files import Document
from sim.declare import Label
from sim.inputs import Frozen, Path, Place, Scenario
from sim.levers import all_levers

Held = Path | str | tuple[str, ...]


@dataclass
class Resolution:
    """A scenario while its files are applied, one after the other."""

    levers: dict[str, dict[str, Held]] = field(default_factory=dict)
    shocks: dict[str, tuple[int, ...]] = field(default_factory=dict)
    closure: str = "services"
    parameters: dict[str, float] = field(default_factory=dict)
    title: str | None = None
    summary: str = ""
    extends: str | None = None
    drivers: dict[str, Path] = field(default_factory=dict)
    last_year: int | None = None
    goals: dict[str, Mapping[int, float]] = field(default_factory=dict)
    title_zh: str = ""

    @classmethod
    def of(cls, scenario: Scenario) -> Resolution:
        return cls(
            {lever: dict(held) for lever, held in scenario.levers.items()},
            dict(scenario.shocks),
            scenario.closure,
            dict(scenario.parameters),
            scenario.title,
            scenario.summary,
            scenario.extends,
            dict(scenario.drivers),
            scenario.last_year,
            dict(scenario.goals),
            scenario.title_zh,
        )

    def apply(self, document: Document, place: Place, findings: Findings) -> None:
        """One file on top of what it extends."""
        data = document.data
        self.title, self.summary = data.get("title"), data.get("summary", "")
        self.title_zh = data.get("title_zh", "")
        self.extends = data.get("extends")
        self._remove(data.get("without", []))
        if "replace" in data:
            self._replace(document, findings)
        self.set_levers(document, place, findings)
        for kind, when in data.get("shocks", {}).items():
            self._set_shock(kind, when)
        self.closure = data.get("closure", self.closure)
        for name, value in data.get("parameters", {}).items():
            self.parameters[name] = float(value) + 0.0
        for name, value in data.get("drivers", {}).items():
            self.drivers[name] = _path(value)
        self.last_year = data.get("last_year", self.last_year)
        for name, goal in data.get("goals", {}).items():
            self.goals[name] = Frozen({int(year): float(x) for year, x in sorted(goal.items())})
        self._reshape(document, place, findings)

    def _reshape(self, document: Document, place: Place, findings: Findings) -> None:
        """Move levers in time, then make them weaker or stronger."""
        delays = self._by_lever(document, "delay", findings)
        intensities = {
            lever: _path(value)
            for lever, value in self._by_lever(document, "intensity", findings).items()
        }
        if delays or intensities:
            reshaped = self.scenario("", place).delayed(delays).at_intensity(intensities)
            self.levers = {lever: dict(held) for lever, held in reshaped.levers.items()}

    def _by_lever(self, document: Document, key: str, findings: Findings) -> dict[str, Any]:
        """What a file says of levers one by one; ``all`` stands for those it does not name."""
        given = dict(document.data.get(key, {}))
        rest = given.pop(EVERY_LEVER, None)
        for lever in given:
            if lever not in self.levers:
                path = (key, lever)
                message = Label(
                    f"{lever} does not act here, so nothing changes",
                    f"{lever}在这里不起作用，因此没有变化",
                )
                findings.warn(document.label, document.line(path), path, message)
        others = {} if rest is None else dict.fromkeys(self.levers, rest)
        return {**others, **given}

    def _remove(self, without: str | list[str]) -> None:
        for lever in list(self.levers) if without == "all" else without:
            self.levers.pop(lever, None)

    def _replace(self, document: Document, findings: Findings) -> None:
        """Give the yearly money of some levers to others; all at once, so that two may swap."""
        replacements: Mapping[str, str] = document.data["replace"]
        moved: list[tuple[str, Path]] = []
        for old, new in replacements.items():
            paths = _budget_paths(old, self.levers)
            if not paths:
                path = ("replace", old)
                message = Label(
                    f"{old} has no money here, so {new} gets none",
                    f"{old}在这里没有资金，因此{new}得不到资金",
                )
                findings.warn(document.label, document.line(path), path, message)
            moved += [(new, money) for money in paths]
        for old in replacements:
            settings = self.levers.pop(old, {})
            if old in replacements.values():
                given = all_levers()[old].money()
                self.levers[old] = {k: held for k, held in settings.items() if k not in given}
        for new, money in moved:
            self._give(document, new, money, findings)

    def _give(self, document: Document, new: str, money: Path, findings: Findings) -> None:
        key = budget(all_levers()[new])[0]
        held = self.levers.setdefault(new, {})
        before = held.get(key)
        total = added(before, money) if isinstance(before, Path) else money
        held[key] = total
        bounds = all_levers()[new].settings()[key].bounds
        assert bounds is not None
        most = max(total.points.values())
        if most > bounds[1]:
            path = ("replace",)
            message = (
                f"{new}.{key} would get {number_shown(most)}; "
                f"at most {number_shown(bounds[1])} is possible"
            )
            findings.mistake(document.label, document.line(path), path, message)

    def set_levers(self, document: Document, place: Place, findings: Findings) -> None:
        """What a file says of levers, on top of what holds already."""
        levers = document.data.get("levers", {})
        if levers == DOCUMENTED:
            levers = dict.fromkeys(place.documented, DOCUMENTED)
        for lever, settings in levers.items():
            if settings == DOCUMENTED:
                self.levers[lever] = dict(place.documented.get(lever, {}))
            else:
                self._set_lever(lever, settings, place)
        _warn_of_moneyless(document, self.levers, findings)

    def _set_lever(self, lever: str, settings: Mapping[str, Any], place: Place) -> None:
        held = self.levers.setdefault(lever, {})
        documented = place.documented.get(lever, {})
        for key, value in settings.items():
            setting = all_levers()[lever].settings()[key]
            if key == "region":
                held[key] = _region(value, setting.choices or (), place)
            elif setting.choices is not None:
                held[key] = value
            elif value != DOCUMENTED:
                held[key] = _path(value)
            elif key in documented:
                held[key] = documented[key]
            else:
                held.pop(key, None)

    def _set_shock(self, kind: str, when: int | list[int] | str) -> None:
        years = when if isinstance(when, list) else [] if isinstance(when, str) else [when]
        if years:
            self.shocks[kind] = tuple(sorted({int(year) for year in years}))
        else:
            self.shocks.pop(kind, None)

    def scenario(self, name: str, place: Place) -> Scenario:
        """The result, frozen. Levers and settings are in alphabetical order."""
        return Scenario(
            name=name,
            place=place,
            title=name.replace("_", " ") if self.title is None else self.title,
            summary=self.summary,
            extends=self.extends,
            levers=Frozen(
                {
                    lever: Frozen(sorted(held.items()))
                    for lever, held in sorted(self.levers.items())
                    if held
                }
            ),
            shocks=Frozen(sorted(self.shocks.items())),
            closure=self.closure,
            parameters=Frozen(sorted(self.parameters.items())),
            drivers=Frozen(sorted(self.drivers.items())),
            last_year=self.last_year,
            goals=Frozen(sorted(self.goals.items())),
            title_zh=self.title_zh,
        )


def _path(value: float | dict[int, float]) -> Path:
    if isinstance(value, dict):
        return Path({year: number + 0.0 for year, number in value.items()})
    return Path.constant(value + 0.0)


def _region(
    value: str | int | list[str | int], choices: Iterable[str], place: Place
) -> str | tuple[str, ...]:
    """One of the words that every place has, or the keys and codes of the place's own regions."""
    names = [str(item) for item in (value if isinstance(value, list) else [value])]
    if names[0] in choices:
        return names[0]
    return tuple(dict.fromkeys(regions(place)[name] for name in names))


def _budget_paths(lever: str, levers: Mapping[str, Mapping[str, Held]]) -> list[Path]:
    """The yearly sums of money a lever has, those that are always zero left out."""
    held = (levers.get(lever, {}).get(key) for key in budget(all_levers()[lever]))
    return [path for path in held if isinstance(path, Path) and not path.is_zero()]


def added(one: Path, other: Path) -> Path:
    """The sum of two paths, exact between the years too."""
    years = {year for path in (one, other) for year in path.points if year} or {0}
    return Path({year: one.at(year) + other.at(year) for year in years})


def _warn_of_moneyless(
    document: Document, levers: Mapping[str, Mapping[str, Held]], findings: Findings
) -> None:
    """A lever whose money is nil does not act, whatever else is set on it here."""
    for lever in {lever: None for lever, _, _ in settings_of(document)}:
        money = all_levers()[lever].money()
        held = [levers[lever].get(key) for key in money if lever in levers]
        is_nil = all(path is None or (isinstance(path, Path) and path.is_zero()) for path in held)
        others = [
            key for name, key, _ in settings_of(document) if name == lever and key not in money
        ]
        if money and is_nil and others:
            path = ("levers", lever)
            message = Label(
                f"has no money ({listed(money)}), so it does not act",
                f"没有资金（{listed(money)}），因此不起作用",
            )
            findings.warn(document.label, document.line(path), path, message)
