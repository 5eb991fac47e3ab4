"""Rows 8 and 9: what a check of coverage is short of, and which control counts as found out."""

from __future__ import annotations

import numpy as np

from calibration.card.simulation_based import fails_beside, passes, shortfalls, told
from calibration.synthetic import Coverage

RECORDS = 500
EVEN = (np.arange(RECORDS) + 0.5) / RECORDS


def check(*columns: np.ndarray, uneven: tuple[int, ...] = ()) -> Coverage:
    """Quantities a, b, … with these ranks; those in ``uneven`` leave the band."""
    adjusted = np.array([0.001 if k in uneven else 0.5 for k in range(len(columns))])
    names = tuple("abcdef"[: len(columns)])
    return Coverage(names, np.stack(columns, axis=1), adjusted)


def test_even_ranks_pass_and_narrow_intervals_do_not() -> None:
    assert passes(check(EVEN, EVEN))
    # intervals half as wide as they should be: a quarter of the truths lie beyond either end
    narrow = np.clip(2.0 * EVEN - 0.5, 0.0, 1.0)
    assert shortfalls(check(EVEN, EVEN, narrow)) == {"c", "mean"}
    assert "outside" in told_of(check(EVEN, narrow))


def told_of(result: Coverage) -> str:
    covered = result.covered_90
    return told(
        {
            "uneven": result.uneven(),
            "coverage_outside": sorted(shortfalls(result) & set(result.names)),
            "mean_coverage_90": float(covered.mean()),
            "smallest_coverage_90": float(covered.min()),
            "largest_coverage_90": float(covered.max()),
        }
    )


def test_a_control_that_is_short_of_what_the_check_is_short_of_is_not_found_out() -> None:
    whole = check(EVEN, EVEN, uneven=(1,))
    assert not fails_beside(check(EVEN, EVEN, uneven=(1,)), whole)
    assert fails_beside(check(EVEN, EVEN, uneven=(0, 1)), whole)


def test_a_sentence_names_a_few_and_counts_the_others() -> None:
    result = check(*[EVEN] * 5, uneven=(0, 1, 2, 3, 4))
    assert "a, b, c and 2 more" in told_of(result)
