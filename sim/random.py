"""Random numbers as a pure function of (seed, decision, year, agent).

A counter-based generator, Philox 4×32 with ten rounds (Salmon et al. 2011), is keyed by the seed
and counts (row in its village, village, decision, year). There is nothing to advance: no order of
agents, number of threads or toggled lever can change a draw. Decisions are keyed by their name.
"""

from __future__ import annotations

import zlib

import numpy as np

from sim.compiled import f32, inlined

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_9 = np.uint64(9)
_TO_UNIT = f32(2.0**-23)

DECISIONS = (
    "demography",
    "ageing",
    "hardship",
    "work",
    "leaving",
    "matching",
    "firms",
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


@inlined
def _words(seed, decision, year, block, row):  # type: ignore[no-untyped-def]
    k0 = np.uint64(seed) & _LOW
    k1 = np.uint64(seed) >> _32
    c0 = np.uint64(row) & _LOW
    c1 = np.uint64(block) & _LOW
    c2 = np.uint64(decision) & _LOW
    c3 = np.uint64(year) & _LOW
    for _ in range(10):
        p0 = _MULTIPLIER_0 * c0
        p1 = _MULTIPLIER_1 * c2
        c0 = (p1 >> _32) ^ c1 ^ k0
        c2 = (p0 >> _32) ^ c3 ^ k1
        c1 = p1 & _LOW
        c3 = p0 & _LOW
        k0 = (k0 + _WEYL_0) & _LOW
        k1 = (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@inlined
def _unit(word):  # type: ignore[no-untyped-def]
    # 23 bits, so that the half is exact and the largest stays below one
    return (f32(np.int32(word >> _9)) + f32(0.5)) * _TO_UNIT


@inlined
def uniforms(seed, decision, year, block, row):  # type: ignore[no-untyped-def]
    """Four float32 numbers in (0, 1) for one decision of one household in one year.

    ``block`` is the id of its village or town ward, ``row`` its place in it.
    """
    a, b, c, d = _words(seed, decision, year, block, row)
    return _unit(a), _unit(b), _unit(c), _unit(d)
