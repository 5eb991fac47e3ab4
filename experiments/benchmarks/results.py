"""What the repetitions found: medians with least and most, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median

from experiments.benchmarks.apart import Figures
from experiments.benchmarks.competitors import Competitor
from experiments.benchmarks.scaling import exponent


@dataclass(frozen=True)
class Spread:
    """A figure over the repetitions."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def least(self) -> float:
        return min(self.values)

    @property
    def most(self) -> float:
        return max(self.values)

    def of(self, change: Callable[[float], float]) -> Spread:
        """The same in other units."""
        return Spread(tuple(change(value) for value in self.values))


@dataclass
class Results:
    """Figures by competitor and repetition; why some were not measured."""

    found: dict[str, list[Figures]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def note(self, competitor: Competitor, figures: Figures) -> None:
        self.found.setdefault(competitor.key, []).append(figures)

    def give_up(self, competitor: Competitor, reason: str) -> None:
        """Forget what was found before it failed."""
        self.found.pop(competitor.key, None)
        self.missing[competitor.key] = reason

    def spread(self, key: str, figure: str) -> Spread | None:
        """A figure of a competitor over the repetitions; ``None`` where it was not measured."""
        rows = self.found.get(key, [])
        return Spread(tuple(row[figure] for row in rows)) if rows else None

    def names(self, key: str) -> list[str]:
        """The figures of a competitor."""
        return list(self.found[key][0]) if self.found.get(key) else []

    def exponent(self, keys: Iterable[str], figure: str) -> Spread | None:
        """How a figure grows with households over competitors, fitted in every repetition.

        ``None`` where one of them was not measured or is too small to show.
        """
        rows = [self.found.get(key, []) for key in keys]
        if len(rows) < 2 or not all(rows):
            return None
        if min(row[figure] for turns in rows for row in turns) <= 0.0:
            return None
        return Spread(
            tuple(
                exponent([row["households"] for row in turn], [row[figure] for row in turn])
                for turn in zip(*rows)
            )
        )
