"""Money the documents budget for levers and a scenario does not spend.

A scenario's closure says where it goes: to services, back to taxpayers, or into debts.
"""

from __future__ import annotations

from sim.agents.counties import CI, WEST, C
from sim.compiled import inlined
from sim.parameters import P
from sim.policy import CLOSURES, PAYER, I
from sim.tallies import T

CLOSURE_SERVICES, CLOSURE_TAX_CUT, CLOSURE_DEBT = range(len(CLOSURES))


@inlined
def saved_on_levers(w, p, streams, c, persons_home):  # type: ignore[no-untyped-def]
    """What the documents would have county ``c`` pay for levers and the scenario does not.

    Budgets are laid over counties by rural persons, grants to the west over donors by partners.
    """
    saved = 0.0
    part = w.rural[T.persons, c] * w.counties[C.weight, c] / max(persons_home, 1.0)
    for stream in range(streams.instrument.shape[0]):
        instrument = streams.instrument[stream]
        laid_out = part
        if instrument == I.pension:
            laid_out = w.rural[T.old, c] * w.counties[C.weight, c] * p[P.transfer_scale]
        elif instrument == I.dibao_line or instrument == I.medical_fund:
            continue  # what would have been claimed is not known
        saved += laid_out * max(
            streams.budget_payers[stream, PAYER.county] * streams.budgeted[stream]
            - streams.payers[stream, PAYER.county] * streams.amount[stream],
            0.0,
        )
        if instrument == I.west_grants:
            partners = 0.0
            west = 0.0
            for other in range(w.counties.shape[1]):
                if w.county_codes[CI.county_class, other] == WEST:
                    west += 1.0
                    partners += 1.0 if w.county_codes[CI.partner, other] == c else 0.0
            if west > 0.0:
                saved += (partners / west) * max(
                    streams.budget_payers[stream, PAYER.donor] * streams.budgeted[stream]
                    - streams.payers[stream, PAYER.donor] * streams.amount[stream],
                    0.0,
                )
    # what fell to the county beyond its planned share, for want of a donor or of credit
    planned = 0.0
    for stream in range(streams.instrument.shape[0]):
        planned += streams.payers[stream, PAYER.county] * w.stream_money[stream, c]
    beyond = max(w.county_paid[c, PAYER.county] - planned, 0.0)
    return max(saved - beyond, 0.0)
