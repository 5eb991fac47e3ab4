"""Money the documents budget for levers and that is not spent.

A scenario's closure says where it goes: to services, back to taxpayers, or into debts.
"""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, WEST, C
from sim.compiled import inlined
from sim.kernels.entitlements import is_entitlement
from sim.parameters import P
from sim.policy import CLOSURES, PAYER, I
from sim.tallies import T

CLOSURE_SERVICES, CLOSURE_TAX_CUT, CLOSURE_DEBT = range(len(CLOSURES))


@inlined
def saved_by_county(w, p, streams):  # type: ignore[no-untyped-def]
    """What the documents would have each county of the place pay for levers and it did not pay.

    What counts is what was charged and not what was planned: money for which no village had a use
    is saved as well. That holds for history too, once its roads are built. Services keep such money
    without being told, so the other closures must hand it back; and if history kept what a scenario
    without the roads hands back in the same year, the difference would pass for an effect of roads
    that neither of them builds.

    A lever is compared over the whole place, since money moved from one county to another is not
    saved. The difference is laid over counties by rural persons, grants to the west over donors by
    partners. A pension is budgeted by the head and compared county by county.
    """
    counties = w.counties.shape[1]
    rural = np.zeros(counties)  # people of the place
    partners = np.zeros(counties)
    west = 0.0
    for c in range(counties):
        if w.county_codes[CI.is_home, c] == 1:
            rural[c] = w.rural[T.persons, c] * w.counties[C.weight, c]
        if w.county_codes[CI.county_class, c] == WEST:
            west += 1.0
            if w.county_codes[CI.partner, c] >= 0:
                partners[w.county_codes[CI.partner, c]] += 1.0
    everyone = max(rural.sum(), 1.0)
    saved = np.zeros(counties)
    for stream in range(streams.instrument.shape[0]):
        instrument = streams.instrument[stream]
        if instrument == I.pension:
            for c in range(counties):
                old = w.rural[T.old, c] * w.counties[C.weight, c] * p[P.transfer_scale]
                paid = w.stream_money[stream, c]
                budgeted = old * streams.budgeted[stream]
                saved[c] += _unspent(streams, stream, PAYER.county, budgeted, paid)
            continue
        if is_entitlement(instrument):
            continue  # what would have been claimed is not known
        budgeted = streams.budgeted[stream]
        spent = w.stream_money[stream].sum()
        by_counties = _unspent(streams, stream, PAYER.county, budgeted, spent)
        by_donors = 0.0
        if instrument == I.west_grants and west > 0.0:
            by_donors = _unspent(streams, stream, PAYER.donor, budgeted, spent)
        for c in range(counties):
            saved[c] += rural[c] / everyone * by_counties
            if by_donors > 0.0:
                saved[c] += partners[c] / west * by_donors
    for c in range(counties):
        saved[c] = max(saved[c] - _charged_beyond_its_part(w, streams, c), 0.0)
        if w.county_codes[CI.is_home, c] == 0:
            saved[c] = 0.0
    return saved


@inlined
def _unspent(streams, stream, payer, budgeted, spent):  # type: ignore[no-untyped-def]
    """A payer's part of ``budgeted`` by the documents, less its part of what was ``spent``."""
    documented = streams.budget_payers[stream, payer] * budgeted
    return max(documented - streams.payers[stream, payer] * spent, 0.0)


@inlined
def _charged_beyond_its_part(w, streams, c):  # type: ignore[no-untyped-def]
    """What fell to county ``c`` for want of a donor or of credit, or as the donor of works."""
    own_part = 0.0
    for stream in range(streams.instrument.shape[0]):
        own_part += streams.payers[stream, PAYER.county] * w.stream_money[stream, c]
        if streams.instrument[stream] == I.west_grants:
            for other in range(w.counties.shape[1]):
                if w.county_codes[CI.partner, other] == c:
                    granted = w.stream_money[stream, other]
                    own_part += streams.payers[stream, PAYER.donor] * granted
    charged = w.county_paid[c, PAYER.county] + w.county_paid[c, PAYER.donor]
    return max(charged - own_part, 0.0)
