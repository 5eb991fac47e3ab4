from __future__ import annotations

from sim.declare import Setting
from sim.levers import SpendingLever
from sim.policy import Policy


class Governance(SpendingLever):
    """Supervise, review and praise those who carry programmes out. 督导考核与表彰"""

    failure = "What is reported rises more than what is real."
    source = "thousand_villages_abstract_2004"
    payers = {"province": 0.5, "county": 0.5}

    supervision = Setting(
        off=0.0,
        unit="yuan/year",
        bounds=(0.0, 1e11),
        label="supervision money 督导经费",
        moves=Policy.supervision,
        doc="Cost of supervision, the annual review and prizes.",
    )
    effort = Setting(
        off=0.0,
        unit="1",
        bounds=(0.0, 1.0),
        label="closeness of supervision 督导力度",
        moves=Policy.governance_effort,
        doc="0: nobody looks; 1: annual conferences and reviews as held since 2003.",
    )
