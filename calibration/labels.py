"""What may be said of every parameter and of every lever's effect, in one word.

``data-informed``: the record narrows it by more than half, under the stated priors and under priors
twice as wide, and a parameter is one that records of this kind find wherever in its prior it lies.
``mixed``: under one of the two, or by a fifth or more. ``prior-driven``: what is known of it comes
from the prior. ``assumed``: it rests on no prior at all, or nothing was measured.
The words are worked out by the card's row "identified?" and kept in ``card.json``.
"""

from __future__ import annotations

import json
from pathlib import Path

from scenarios.stored_posterior import CARD_FILE
from sim.inputs import Place
from sim.levers import all_levers
from sim.parameters import PARAMETERS, estimated
from sim.plan import off_values

INFORMED, MIXED, PRIOR, ASSUMED = "data-informed", "mixed", "prior-driven", "assumed"
WORDS = (INFORMED, MIXED, PRIOR, ASSUMED)
#: How much narrower than the prior, as a share, is a lot; and how much is something.
A_LOT, SOMETHING = 0.5, 0.2


def labels_of(place: Place) -> dict[str, str]:
    """The word for every lever and every parameter of the model, by name.

    Where a place has no card, estimated parameters and levers that use one are ``prior-driven``,
    and everything else is ``assumed``. Raises ``ValueError`` when the card cannot be read.
    """
    found = dict.fromkeys(PARAMETERS, ASSUMED) | dict.fromkeys(estimated(), PRIOR)
    found |= {name: PRIOR if rests_on_priors(name) else ASSUMED for name in all_levers()}
    card = Path(place.posterior_folder) / CARD_FILE if place.posterior_folder else None
    if card is not None and card.is_file():
        try:
            held = dict(json.loads(card.read_text(encoding="utf-8"))["labels"])
        except (ValueError, KeyError, TypeError) as problem:
            raise ValueError(f"{card}: not a card ({problem})") from None
        found |= {name: word for name, word in held.items() if name in found and word in WORDS}
    return found


def rests_on_priors(lever: str) -> bool:
    """Whether a parameter through which a lever acts has a prior; the sizes of the others' effects
    are the money and the rules of the documents alone."""
    declared = all_levers()[lever]
    moved = declared.instruments(off_values(declared))
    return any(
        PARAMETERS[name].prior is not None for instrument in moved for name in instrument.through
    )


def label(contraction: float, contraction_wide: float, rises_on_both_sides: bool) -> str:
    """The word for two contractions, one less posterior over prior standard deviation."""
    least, most = sorted((contraction, contraction_wide))
    if least > A_LOT and rises_on_both_sides:
        return INFORMED
    return MIXED if most > SOMETHING else PRIOR
