"""A year is entered into the books, and the books are added up by region."""

from __future__ import annotations

from sim.agents.counties import C
from sim.agents.villages import V
from sim.compiled import borrowing, inlined, kernel
from sim.tallies import T, W

PEOPLE, JOBS = 0, 1


@kernel
def enter_the_year(w, books, y, people):  # type: ignore[no-untyped-def]
    """Enter the year just lived as the ``y``-th of the books.

    ``people`` holds the persons of each county, in rows' persons, of the year before, and then of
    this one: nobody may be lost or made. Likewise everyone at work has a job.
    """
    _copy(w.rural, books.rural, y)
    _copy(w.kept, books.kept, y)
    _copy(w.towns, books.towns, y)
    _copy(w.counties, books.counties, y)
    for row in range(w.state.shape[0]):
        books.state[y, row] = w.state[row]
    _copy(w.paid, books.paid, y)
    _copy(w.received, books.received, y)
    for group in range(w.bins.shape[1]):
        for bin_ in range(w.bins.shape[2]):
            persons = 0
            for chunk in range(w.bins.shape[0]):
                persons += w.bins[chunk, group, bin_]
            books.bins[y, group, bin_] = persons
    _enter_villages(w, books, y)
    books.imbalances[y, PEOPLE] = 0.0
    books.imbalances[y, JOBS] = 0.0
    for c in range(w.counties.shape[1]):
        now = count_people(w, c)
        expected = people[c] + _people_gained(w, c)
        at_work = w.counties[C.employed, c] + w.rural[T.hired, c]
        books.imbalances[y, PEOPLE] = max(
            books.imbalances[y, PEOPLE], abs(now - expected) / max(now, 1.0)
        )
        books.imbalances[y, JOBS] = max(
            books.imbalances[y, JOBS], abs(w.rural[T.local, c] - at_work) / max(at_work, 1.0)
        )
        people[c] = now


@borrowing
def _copy(table, by_year, y):  # type: ignore[no-untyped-def]
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            by_year[y, i, j] = table[i, j]


@inlined
def _enter_villages(w, books, y):  # type: ignore[no-untyped-def]
    """Sums and counts of villages by county, each village by how many real ones it stands for."""
    for v in range(w.villages.shape[1]):
        books.village_incomes[y, v] = w.villages[V.income, v]
    weights = w.counties[C.village_weight]
    first = w.first_village
    for c in range(weights.size):
        weight = weights[c]
        for row in range(w.villages.shape[0]):
            sum_ = 0.0
            for amount in w.villages[row, first[c] : first[c + 1]]:
                sum_ += amount * weight
            books.village_sums[y, row, c] = sum_
        for row in range(w.village_codes.shape[0]):
            for level in range(books.village_counts.shape[1]):
                sum_ = 0.0
                for code in w.village_codes[row, first[c] : first[c + 1]]:
                    sum_ += weight if code > level else 0.0
                books.village_counts[y, level, row, c] = sum_


@inlined
def count_people(w, c):  # type: ignore[no-untyped-def]
    """Everyone of a county, in rows' persons."""
    return (
        w.rural[T.persons, c]
        + w.rural[T.away, c]
        + w.towns[W.natives, c]
        + w.towns[W.settled, c]
        + w.towns[W.outsiders, c]
        + w.towns[W.newcomers, c]
    )


@inlined
def _people_gained(w, c):  # type: ignore[no-untyped-def]
    """Births less deaths, arrivals less those who left; settlers arrive where they left."""
    alone = w.rural[T.settlers_alone, c] + w.rural[T.middle_settlers_alone, c]
    with_child = w.rural[T.settlers_with_child, c] + w.rural[T.middle_settlers_with_child, c]
    born = w.rural[T.births, c] + w.towns[W.births, c]
    died = w.rural[T.deaths, c] + w.towns[W.deaths, c]
    return born - died + w.towns[W.arrived, c] - alone - 2.0 * with_child - w.towns[W.left, c]


@kernel
def count_everybody(w, people):  # type: ignore[no-untyped-def]
    """Fill ``people`` with the persons of each county, in rows' persons."""
    for c in range(w.counties.shape[1]):
        people[c] = count_people(w, c)


@kernel
def add_up(values, low, weight, is_in, sums):  # type: ignore[no-untyped-def]
    """Add some rows of ``values`` [years, rows, counties] up over the counties that are in.

    Each county times its ``weight``. Fills ``sums`` [rows, years] from row ``low`` on, county by
    county in a loop of our own, so that the bits differ neither by processor nor by library.
    """
    for row in range(sums.shape[0]):
        for y in range(values.shape[0]):
            sum_ = 0.0
            for c in range(values.shape[2]):
                sum_ += weight[c] * values[y, low + row, c] if is_in[c] else 0.0
            sums[row, y] = sum_


@kernel
def add_up_regions(values, low, weight, region, sums):  # type: ignore[no-untyped-def]
    """The same by region: ``region`` is each county's, −1 for none.

    Fills ``sums`` [rows, years, regions].
    """
    for row in range(sums.shape[0]):
        for y in range(values.shape[0]):
            for r in range(sums.shape[2]):
                sums[row, y, r] = 0.0
            for c in range(values.shape[2]):
                if region[c] >= 0:
                    sums[row, y, region[c]] += weight[c] * values[y, low + row, c]
