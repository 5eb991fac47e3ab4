"""Step 3. Money is allotted to villages: by need formula, score, poorest or best first, or lot."""

from __future__ import annotations

from sim.declare import Parameter


class Allocation:
    """What villages cost, and what counts in the county's review."""

    renovation_cost = Parameter(
        value=3.5e6,
        unit="yuan of 2004/village",
        bounds=(1e5, 5e7),
        fixed="20.9 bn yuan for 5,900 villages in the programme's first year",
        source="thousand_villages_abstract_2004",
        label="cost of a renovation 每村整治成本",
        doc="Money of all payers that renovates one village.",
    )
    upkeep_rate = Parameter(
        value=0.05,
        unit="1/year",
        bounds=(0.0, 0.5),
        fixed="no upkeep accounts are published",
        source="assumption",
        label="upkeep need 管护费率",
        doc="Yearly upkeep a renovated village needs, over its renovation cost.",
    )
    road_cost = Parameter(
        value=4.0e5,
        unit="yuan of 2004/km",
        bounds=(5e4, 5e6),
        fixed="documented cost of a kilometre",
        source="zjnews_2012_roads",
        label="cost of a road 每公里道路成本",
        doc="Money that paves one kilometre.",
    )
    road_length_near = Parameter(
        value=1.4,
        unit="km",
        bounds=(0.1, 50.0),
        fixed="follows from documented money and coverage, 2002–2005",
        source="assumption",
        label="road length, near villages 近村道路里程",
        doc="Kilometres to pave in the nearest village; see road_length_far.",
    )
    road_length_far = Parameter(
        value=9.5,
        unit="km",
        bounds=(0.1, 100.0),
        fixed="follows from documented money and coverage, 2005–2011",
        source="assumption",
        label="road length, far villages 远村道路里程",
        doc="Kilometres to pave in the farthest village; length rises with the eighth power of "
        "distance, so that few villages are very far out.",
    )
    broadband_cost = Parameter(
        value=2.0e5,
        unit="yuan of 2015/village",
        bounds=(1e4, 5e6),
        fixed="no village series is published",
        source="assumption",
        label="cost of broadband 每村宽带成本",
        doc="Money that connects one village.",
    )
    collective_entry_cost = Parameter(
        value=7.0e5,
        unit="yuan of 2015/village",
        bounds=(1e4, 1e8),
        fixed="no village series is published",
        source="assumption",
        label="entry cost of a collective company 集体改制成本",
        doc="Money that turns a collective into one with a company.",
    )


def review_score(quality: float, leader: float, lot: float) -> float:
    """A village's score in the county's yearly review, 0 to 1: result, leader, luck."""
    return 0.4 * quality + 0.4 * leader + 0.2 * lot


def road_length(near: float, far: float, distance: float) -> float:
    """Kilometres to pave in a village at ``distance`` (0 nearest, 1 farthest).

    The steep rise reproduces documented money and coverage: 2.1 km a village in 2003–2005 and
    5.6 km in 2006–2011.
    """
    fourth = distance * distance * distance * distance
    return near + (far - near) * fourth * fourth
