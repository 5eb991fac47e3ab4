"""Money people have a right to, and start-up grants: charged when they have been paid."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import C
from sim.compiled import inlined
from sim.kernels.payers_and_recipients import charge
from sim.policy import I
from sim.tallies import T
from sim.world import RECIPIENT


@inlined
def is_entitlement(instrument):  # type: ignore[no-untyped-def]
    """Whether people have a right to the money, so that its sum is known when they are paid."""
    return instrument == I.pension or instrument == I.dibao_line or instrument == I.medical_fund


@inlined
def settle_entitlements(w, p, streams):  # type: ignore[no-untyped-def]
    """Step 10. Pensions and dibao were paid to people; charge them to their payers.

    Several streams on one instrument share what was paid by their amounts. Start-up grants were set
    aside and are charged as far as starters received them.
    """
    counties = w.counties.shape[1]
    aside = np.zeros(counties)
    for stream in range(streams.instrument.shape[0]):
        if streams.instrument[stream] == I.startup_grants:
            for c in range(counties):
                aside[c] += w.stream_money[stream, c]
    for stream in range(streams.instrument.shape[0]):
        instrument = streams.instrument[stream]
        if instrument == I.startup_grants:
            for c in range(counties):
                paid = 0.0
                if aside[c] > 0.0:
                    part = w.stream_money[stream, c] / aside[c]
                    paid = part * w.rural[T.startup_grants, c] * w.counties[C.weight, c]
                w.stream_money[stream, c] = paid
                charge(w, p, streams, stream, c, paid)
                w.received[stream, RECIPIENT.households] += paid
        elif is_entitlement(instrument):
            column = T.pension
            if instrument == I.dibao_line:
                column = T.dibao
            elif instrument == I.medical_fund:
                column = T.medical
            for c in range(counties):
                whole = 0.0
                for other in range(streams.instrument.shape[0]):
                    if streams.instrument[other] == instrument:
                        whole += streams.amount[other] * streams.region[other, c]
                if whole <= 0.0:
                    continue
                part = streams.amount[stream] * streams.region[stream, c] / whole
                paid = part * w.rural[column, c] * w.counties[C.weight, c]
                w.stream_money[stream, c] = paid
                charge(w, p, streams, stream, c, paid)
                w.received[stream, RECIPIENT.households] += paid
