"""Who pays for what was spent, and who has received it."""

from __future__ import annotations

from sim.agents.counties import CI, MOUNTAIN, C
from sim.compiled import inlined
from sim.parameters import P
from sim.policy import PAYER, I
from sim.tallies import T
from sim.world import RECIPIENT


@inlined
def charge(w, p, streams, stream, c, amount):  # type: ignore[no-untyped-def]
    """Charge an amount spent in county ``c`` to its payers."""
    if amount == 0.0:
        return
    for payer in range(streams.payers.shape[1]):
        share = amount * streams.payers[stream, payer]
        if share == 0.0:
            continue
        account = payer
        if payer == PAYER.donor:
            donor = w.county_codes[CI.partner, c]
            if w.county_codes[CI.county_class, c] == MOUNTAIN:
                donor = w.county_codes[CI.sea_partner, c]
            if donor >= 0:
                w.counties[C.grants_out, donor] += share
                w.counties[C.grants_in, c] += share
                w.county_paid[donor, PAYER.donor] += share
                w.paid[stream, PAYER.donor] += share
                continue
            account = PAYER.county
        elif payer == PAYER.debt:
            room = p[P.debt_cap] * w.counties[C.own_revenue, c] - (
                w.counties[C.debt, c] + w.counties[C.new_debt, c]
            )
            borrowed = min(share, max(room, 0.0))
            w.counties[C.new_debt, c] += borrowed
            w.county_paid[c, PAYER.debt] += borrowed
            w.paid[stream, PAYER.debt] += borrowed
            share -= borrowed
            if share == 0.0:
                continue
            account = PAYER.county
        elif payer == PAYER.villagers:
            persons = w.rural[T.persons, c] * w.counties[C.weight, c]
            if persons > 0.0:
                w.counties[C.contribution, c] += share / persons
        elif payer == PAYER.county_tax:
            w.counties[C.levy_credit, c] += share
        w.county_paid[c, account] += share
        w.paid[stream, account] += share


@inlined
def post_recipients(w, p, stream, instrument, total):  # type: ignore[no-untyped-def]
    """Who received the money of a stream; public works lose a share on the way."""
    r = w.received
    if (
        instrument == I.road_works
        or instrument == I.broadband_works
        or instrument == I.renovation_works
        or instrument == I.village_upkeep
    ):
        lost = p[P.leakage] * total
        r[stream, RECIPIENT.lost] += lost
        r[stream, RECIPIENT.works] += total - lost
    elif instrument == I.west_grants:
        lost = p[P.leakage] * total
        r[stream, RECIPIENT.lost] += lost
        r[stream, RECIPIENT.western_counties] += total - lost
    elif instrument == I.plant_investment or instrument == I.west_plant_investment:
        lost = p[P.leakage] * total
        r[stream, RECIPIENT.lost] += lost
        r[stream, RECIPIENT.plants] += total - lost
    elif instrument == I.collective_support:
        r[stream, RECIPIENT.collectives] += total
    elif instrument == I.supervision:
        r[stream, RECIPIENT.administration] += total
    elif instrument == I.school_and_care:
        r[stream, RECIPIENT.services] += total
    else:
        r[stream, RECIPIENT.households] += total
