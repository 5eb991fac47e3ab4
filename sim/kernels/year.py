"""The year above the village, in the order in which it is lived, around the households' loops.

Three parts, so that Python is asked three times a year and not for every step.
"""

from __future__ import annotations

from sim.compiled import kernel
from sim.kernels.allocation import allot_to_villages
from sim.kernels.books import close_the_books
from sim.kernels.demography import plan_population, send_settlers
from sim.kernels.diffusion import imitate_and_adopt
from sim.kernels.entitlements import settle_entitlements
from sim.kernels.jobs import count_jobs
from sim.kernels.labour_market import clear_the_labour_market
from sim.kernels.last_year import carry_last_year, note_population
from sim.kernels.prices_and_trends import read_the_drivers
from sim.kernels.public_works import build_and_maintain
from sim.kernels.reclassification import reclassify
from sim.kernels.tallies import add_up
from sim.parameters import P


@kernel
def prepare_the_year(w, p, streams, table, schooling, index, seed, year, is_living):  # type: ignore[no-untyped-def]
    """What is settled before anybody decides: prices, money and works, visitors, jobs, arrivals.

    ``schooling`` holds school years bought, by the year in which they take effect.
    """
    read_the_drivers(w, p, table, index)
    carry_last_year(w, p, schooling[index])
    allot_to_villages(w, p, streams, is_living)
    school_money = build_and_maintain(w, p, streams, is_living)
    later = index + int(p[P.school_lag])
    if later < schooling.shape[0]:
        schooling[later] = school_money / p[P.school_cost]
    imitate_and_adopt(w, p, streams, seed, year, is_living)
    count_jobs(w, p)
    if is_living:
        plan_population(w, p, table, index)
    w.bins[:] = 0


@kernel
def meet_in_the_market(w, p, is_living):  # type: ignore[no-untyped-def]
    """Jobs and those who look for one; settlers set out, and villages become urban."""
    send_settlers(w)
    clear_the_labour_market(w, p, is_living)
    if is_living:
        reclassify(w)  # before the surveys go out: a village counts as urban from this year on


@kernel
def close_the_year(w, p, streams, closure, is_living):  # type: ignore[no-untyped-def]
    """Everybody is counted and every budget closed; returns the largest imbalance found."""
    add_up(w)
    if is_living:
        settle_entitlements(w, p, streams)
    imbalance = close_the_books(w, p, streams, closure)
    note_population(w)
    return imbalance
