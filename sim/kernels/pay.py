"""What is paid in villages before a village's own factors: the same for all, or for a county's."""

from __future__ import annotations

from typing import NamedTuple

from sim.agents.counties import C
from sim.compiled import borrowing, double
from sim.elementary import exp
from sim.parameters import P
from sim.processes import labour_market
from sim.world import S

exp64 = double(exp)
tightness_factor = double(labour_market.tightness_factor)


class CommonPay(NamedTuple):
    """Yuan a year: a local job's, and what the self-employed earn."""

    local: float
    own: float


@borrowing
def common_pay(s):  # type: ignore[no-untyped-def]
    """(3) What the place as a whole pays this year, after the lags."""
    return CommonPay(
        s[S.local_wage] * exp64(s[S.log_local_wage]),
        s[S.self_earnings] * exp64(s[S.log_self_earnings]),
    )


@borrowing
def tightness_pay(w, p, c):  # type: ignore[no-untyped-def]
    """(3) The factor of a county's labour market on its local wages."""
    return tightness_factor(w.counties[C.tightness, c], p[P.tightness_elasticity])
