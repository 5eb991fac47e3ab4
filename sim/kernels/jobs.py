"""The local jobs of each county, and those its plants displace elsewhere."""

from __future__ import annotations

import numpy as np

from sim.agents.counties import CI, WEST, C
from sim.agents.villages import V
from sim.compiled import double, inlined
from sim.elementary import exp
from sim.parameters import P
from sim.processes import jobs, labour_market, public_finance
from sim.tallies import T, W
from sim.world import S

exp64 = double(exp)
base_jobs = double(jobs.base_jobs)
plant_jobs = double(jobs.plant_jobs)
jobs_displaced = double(jobs.jobs_displaced)
jobs_kept_by_services = double(public_finance.jobs_kept_by_services)
layoffs = double(labour_market.layoffs)


@inlined
def count_jobs(w, p):  # type: ignore[no-untyped-def]
    """Step 6. Local jobs of each county, in rows; jobs displaced are taken from the origin."""
    s = w.state
    counties = w.counties.shape[1]
    t = s[S.years_since_base]
    tourism = np.zeros(counties)
    share = p[P.visit_wage_share]
    first = w.first_village
    for c in range(counties if share < 1.0 else 0):
        pay = 0.0
        for income in w.villages[V.tourism_income, first[c] : first[c + 1]]:
            owners = income * w.counties[C.village_weight, c]
            pay += owners / (1.0 - share) * share
        tourism[c] = pay
    for c in range(counties):
        w.counties[C.jobs_displaced, c] = 0.0
    for c in range(counties):
        origin = w.county_codes[CI.sea_partner, c]
        if w.county_codes[CI.county_class, c] == WEST:
            origin = w.county_codes[CI.partner, c]
        if origin >= 0:
            w.counties[C.jobs_displaced, origin] += (
                jobs_displaced(
                    w.counties[C.plant_capital, c],
                    p[P.capital_per_job],
                    p[P.displacement],
                    p[P.resident_share],
                )
                / w.counties[C.weight, origin]
            )
    wage = s[S.local_wage] * exp64(s[S.log_local_wage])
    for c in range(counties):
        weight = w.counties[C.weight, c]
        workers = w.rural[T.farm, c] + w.rural[T.local, c] + w.rural[T.self_employed, c]
        w.counties[C.labour_force, c] = workers
        w.counties[C.firm_jobs, c] = p[P.firm_jobs] * w.rural[T.firms, c]
        w.counties[C.plant_jobs, c] = (
            plant_jobs(
                w.counties[C.plant_capital, c] + w.counties[C.grant_capital, c],
                p[P.capital_per_job],
                p[P.job_multiplier],
                p[P.displacement],
                p[P.resident_share],
            )
            / weight
        )
        w.counties[C.tourism_jobs, c] = tourism[c] / (wage * w.counties[C.productivity, c]) / weight
        base = base_jobs(
            w.counties[C.jobs_per_worker, c], workers, p[P.job_growth], t, s[S.job_loss]
        ) * jobs_kept_by_services(p[P.service_job_share], w.counties[C.service_ratio, c])
        crowded = 0.0
        if w.county_codes[CI.is_home, c] == 1:
            crowded = p[P.crowding] * max(
                w.towns[W.outsiders_in_villages, c] - w.counties[C.outsiders_at_start, c], 0.0
            )
        w.counties[C.jobs, c] = max(
            base
            + w.counties[C.plant_jobs, c]
            + w.counties[C.firm_jobs, c]
            + w.counties[C.tourism_jobs, c]
            - w.counties[C.jobs_displaced, c]
            - crowded,
            0.0,
        )
        employed = w.rural[T.local, c]
        w.counties[C.layoff_rate, c] = layoffs(w.counties[C.jobs, c], employed)
