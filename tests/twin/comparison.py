"""Where the compiled world and its twin differ: the first year, table, column and agent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.agents.counties import CI, C
from sim.agents.households import COLUMNS as HOUSEHOLD_COLUMNS
from sim.agents.villages import VI, V
from sim.policy import INSTRUMENTS, PAYERS
from sim.tallies import VILLAGE_TALLIES, WARD_TALLIES
from sim.world import RECIPIENTS, RURAL_BINS, URBAN_BINS, S, World
from tests.twin.model import ACTIVITIES, CLASSES, TwinModel

#: Largest relative difference of floats, and of numbers near zero, over the column's largest.
RELATIVE = 1e-5
NEAR_ZERO = 1e-9


@dataclass(frozen=True)
class Column:
    """A column of a table as the compiled loop has it and as the twin has it."""

    table: str
    name: str
    compiled: np.ndarray
    twin: np.ndarray
    agents: str  # what an entry is


@dataclass(frozen=True)
class Mismatch:
    """The first entry of a column that differs."""

    year: int
    column: Column
    agent: int
    others: int

    def __str__(self) -> str:
        column = self.column
        return (
            f"{self.year}: {column.table}.{column.name} of {column.agents} {self.agent}: "
            f"compiled {column.compiled[self.agent]!r}, twin {column.twin[self.agent]!r} "
            f"({self.others} more in this column)"
        )


def names_of(positions: Any) -> list[str]:
    """The columns of a table, in its order."""
    return [name for name, row in vars(positions).items() if is_row(name, row)]


def is_row(name: str, row: object) -> bool:
    return isinstance(row, int) and name != "len_"


#: Tables that hold a row for each column, by the positions of their columns.
TABLES = {"village_codes": VI, "villages": V, "county_codes": CI, "counties": C}

#: The columns of households, people before money.
HOUSEHOLD_NAMES = sorted(
    HOUSEHOLD_COLUMNS, key=lambda name: HOUSEHOLD_COLUMNS[name].kind != "uint8"
)


def held(w: World, table: str) -> dict[str, np.ndarray]:
    """The columns of a table of agents by name."""
    if table == "households":
        return {name: getattr(w.households, name) for name in HOUSEHOLD_NAMES}
    names = names_of(TABLES[table])
    return dict(zip(names, getattr(w, table), strict=True))


def numbers(agents: Sequence[Any], name: str) -> np.ndarray:
    """A column of the twin; free places hold zeros."""
    return np.array([0 if agent is None else getattr(agent, name) for agent in agents])


def columns(w: World, twin: TwinModel) -> Iterator[Column]:
    """Every column of every table, the causes before the sums that are made of them."""
    places = [place for block in (*twin.villages, *twin.wards) for place in block.places]
    for name, compiled in held(w, "households").items():
        yield Column("households", name, compiled, numbers(places, name), "row")
    for table in ("village_codes", "villages"):
        for name, compiled in held(w, table).items():
            ours = numbers(twin.villages, name)
            if name == "county":
                ours = np.array([village.county.number for village in twin.villages])
            yield Column(table, name, compiled, ours, "village")
    for table in ("county_codes", "counties"):
        for name, compiled in held(w, table).items():
            yield Column(table, name, compiled, numbers(twin.counties, name), "county")
    for row, name in enumerate(INSTRUMENTS):
        ours = numbers([county.policy for county in twin.counties], name)
        yield Column("instruments", name, w.instruments[row], ours, "county")
    yield from sums(w, twin)
    yield from money(w, twin)
    state = np.array([getattr(twin.state, name) for name in names_of(S)])
    for row, name in enumerate(names_of(S)):
        yield Column("state", name, w.state[row : row + 1], state[row : row + 1], "place")
    for activity, name in enumerate(ACTIVITIES):
        ours = np.array([twin.constants[k][name] for k in CLASSES])
        yield Column("constants", name, w.constants[activity], ours, "class")


def sums(w: World, twin: TwinModel) -> Iterator[Column]:
    """Tallies of villages and wards, of counties, and the distributions."""
    blocks = [village.tally for village in twin.villages]
    rural = [county.rural for county in twin.counties]
    kept = [county.kept for county in twin.counties]
    for row, name in enumerate(VILLAGE_TALLIES):
        yield Column("tallies", name, w.tallies[:, row], numbers(blocks, name), "village")
        yield Column("rural", name, w.rural[row], numbers(rural, name), "county")
        yield Column("kept", name, w.kept[row], numbers(kept, name), "county")
    blocks = [ward.tally for ward in twin.wards]
    towns = [county.towns for county in twin.counties]
    for row, name in enumerate(WARD_TALLIES):
        yield Column("ward_tallies", name, w.ward_tallies[:, row], numbers(blocks, name), "ward")
        yield Column("towns", name, w.towns[row], numbers(towns, name), "county")
    for name, group in (("rural", RURAL_BINS), ("urban", URBAN_BINS)):
        ours = np.array(twin.bins[group])
        yield Column("bins", name, w.bins[:, group].sum(axis=0), ours, "bin")


def money(w: World, twin: TwinModel) -> Iterator[Column]:
    """Where the levers' money came from and where it went."""
    for stream in twin.treasury.streams:
        name = f"{stream.lever}.{stream.instrument}"
        j = stream.number
        yield Column("village_money", name, w.village_money[j], np.array(stream.given), "village")
        by_county = np.array(stream.by_county)
        yield Column("stream_money", name, w.stream_money[j], by_county, "county")
        paid = np.array([stream.paid[payer] for payer in PAYERS])
        yield Column("paid", name, w.paid[j], paid, "payer")
        received = np.array([stream.received[recipient] for recipient in RECIPIENTS])
        yield Column("received", name, w.received[j], received, "recipient")
    for row, payer in enumerate(PAYERS):
        ours = np.array([county.paid_as[payer] for county in twin.counties])
        yield Column("county_paid", payer, w.county_paid[:, row], ours, "county")


def differs(column: Column) -> np.ndarray:
    """Where a column differs: counts and codes at all, floats beyond the rounding of single."""
    if column.compiled.dtype.kind in "iu":
        return np.asarray(column.compiled != column.twin)
    compiled = column.compiled.astype(float)
    near_zero = NEAR_ZERO * max(float(np.abs(compiled).max(initial=0.0)), 1.0)
    close = np.isclose(column.twin.astype(float), compiled, rtol=RELATIVE, atol=near_zero)
    return np.asarray(~close)


def mismatches(w: World, twin: TwinModel, year: int) -> list[Mismatch]:
    """The first differing agent of each column that differs, in the order of :func:`columns`."""
    found = []
    for column in columns(w, twin):
        if column.compiled.shape != column.twin.shape:
            raise ValueError(f"{column.table}.{column.name}: shapes differ")
        where = np.flatnonzero(differs(column))
        if where.size:
            found.append(Mismatch(year, column, int(where[0]), where.size - 1))
    return found
