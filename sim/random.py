"""Random numbers as a pure function of (seed, decision, year, agent).

A counter-based generator, Philox 4×32 with seven rounds (Salmon et al. 2011: the fewest that pass
every test of BigCrush), is keyed by the seed and counts (row in its village, village, decision,
year). There is nothing to advance: no order of agents, number of threads or toggled lever can
change a draw. Decisions are keyed by their name.
"""

from __future__ import annotations

import zlib

import numpy as np

from sim.compiled import f32, fma, vectorised, written_in

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_9 = np.uint32(9)
_TO_UNIT = f32(2.0**-23)
_HALF_UNIT = f32(2.0**-24)

DECISIONS = (
    "demography",
    "ageing",
    "work",
    "moving",
    "placement",
    "fortune",
    "disaster",
    "town_demography",
    "town_ageing",
    "arrival",
    "adoption",
)


def decision_key(name: str) -> int:
    """The 32-bit key of a decision, from its name alone."""
    return zlib.crc32(name.encode())


if len({decision_key(name) for name in DECISIONS}) != len(DECISIONS):
    raise ValueError("two decisions have the same key: rename one")


@written_in
def _key(start, rounds, step):  # type: ignore[no-untyped-def]
    return (start + np.uint64(rounds) * step) & _LOW


@written_in
def _round(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    # what stands above the low words is left there: only a product or the end would notice, and
    # these take the low words alone
    p0 = _MULTIPLIER_0 * (c0 & _LOW)
    p1 = _MULTIPLIER_1 * (c2 & _LOW)
    return (p1 >> _32) ^ c1 ^ k0, p1, (p0 >> _32) ^ c3 ^ k1, p0


@written_in
def _words(seed, decision, year, block, row):  # type: ignore[no-untyped-def]
    # written out, since a loop in a loop over rows would keep it to one row at a time
    k0 = np.uint64(seed) & _LOW
    k1 = np.uint64(seed) >> _32
    a = np.uint64(row) & _LOW
    b = np.uint64(block) & _LOW
    c = np.uint64(decision) & _LOW
    d = np.uint64(year) & _LOW
    a, b, c, d = _round(a, b, c, d, k0, k1)
    a, b, c, d = _round(a, b, c, d, _key(k0, 1, _WEYL_0), _key(k1, 1, _WEYL_1))
    a, b, c, d = _round(a, b, c, d, _key(k0, 2, _WEYL_0), _key(k1, 2, _WEYL_1))
    a, b, c, d = _round(a, b, c, d, _key(k0, 3, _WEYL_0), _key(k1, 3, _WEYL_1))
    a, b, c, d = _round(a, b, c, d, _key(k0, 4, _WEYL_0), _key(k1, 4, _WEYL_1))
    a, b, c, d = _round(a, b, c, d, _key(k0, 5, _WEYL_0), _key(k1, 5, _WEYL_1))
    a, b, c, d = _round(a, b, c, d, _key(k0, 6, _WEYL_0), _key(k1, 6, _WEYL_1))
    return a & _LOW, b & _LOW, c & _LOW, d & _LOW


@written_in
def _unit(word):  # type: ignore[no-untyped-def]
    # 23 bits and a half, which is exact, so that the largest stays below one
    return fma(f32(np.int32(np.uint32(word) >> _9)), _TO_UNIT, _HALF_UNIT)


@written_in
def uniforms(seed, decision, year, block, row):  # type: ignore[no-untyped-def]
    """Four float32 numbers in (0, 1) for one decision of one household in one year.

    ``block`` is the id of its village or town ward, ``row`` its place in it.
    """
    a, b, c, d = _words(seed, decision, year, block, row)
    return _unit(a), _unit(b), _unit(c), _unit(d)


@vectorised
def draw(first, second, third, fourth, rows, seed, decision, year, block):  # type: ignore[no-untyped-def]
    """Fill four columns with the :func:`uniforms` of rows 0 … ``rows − 1`` of a block."""
    for j in range(rows):
        first[j], second[j], third[j], fourth[j] = uniforms(seed, decision, year, block, j)


@vectorised
def draw_one(column, rows, seed, decision, year, block):  # type: ignore[no-untyped-def]
    """Fill one column with the first draw of rows 0 … ``rows − 1`` of a block."""
    for j in range(rows):
        column[j], _, _, _ = uniforms(seed, decision, year, block, j)
