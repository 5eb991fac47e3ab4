"""Random numbers are a function of what they decide, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.agents.households import RURAL
from sim.compiled import kernel
from sim.inputs import Scenario
from sim.levers import all_levers
from sim.model import Model
from sim.random import DECISIONS, _words, decision_key, draw, draw_one, uniforms
from tests.worlds import arrays

Lived = Callable[..., Any]
SCALE = 0.001


def live(scenario: Scenario, **options: Any) -> Model:
    return Model(scenario, SCALE, **options).run()


def assert_same_households(one: Model, other: Model) -> None:
    for name, column in one.world.households._asdict().items():
        np.testing.assert_array_equal(
            column, getattr(other.world.households, name), err_msg=f"households.{name}"
        )


def assert_same_arrays(one: Model, other: Model) -> None:
    others = arrays(other.world)
    for name, array in arrays(one.world).items():
        np.testing.assert_array_equal(array, others[name], err_msg=name)


def assert_same_bits(one: Model, other: Model) -> None:
    assert_same_arrays(one, other)
    for name, values in one.indicators().items():
        np.testing.assert_array_equal(values, other.indicators()[name], err_msg=name)


def test_one_thread_and_two_give_the_same_bits(history: Scenario) -> None:
    assert_same_bits(live(history, threads=1), live(history, threads=2))


def test_the_order_in_which_villages_are_visited_does_not_matter(history: Scenario) -> None:
    assert_same_bits(live(history, threads=1), live(history, threads=1, reverse=True))


def test_a_run_repeats_itself(history: Scenario) -> None:
    assert_same_bits(live(history), live(history))


def test_another_seed_gives_another_run(history: Scenario) -> None:
    one, two = live(history, seed=1), live(history, seed=2)
    assert not np.array_equal(one.world.households.assets, two.world.households.assets)


def test_levers_without_money_are_no_levers(history: Scenario) -> None:
    zero = history
    for name, lever in all_levers().items():
        for key in lever.money():
            zero = zero.setting(f"{name}.{key}", 0.0)
    zero = zero.setting("agricultural_tax.relief_share", 0.0).setting("hukou_reform.index", 0.4)
    assert_same_bits(live(zero), live(history.without("all")))


def test_toggling_a_lever_changes_no_draw(history: Scenario) -> None:
    # the start is drawn before any lever acts; then one without any channel to most people
    acting = Model(history, SCALE)
    absent = Model(history.without("east_west_funding"), SCALE)
    assert_same_households(acting, absent)
    for _ in range(10):
        acting.step()
        absent.step()
    # before 2018 the lever has no money, so nothing at all may differ
    assert_same_households(acting, absent)


def test_the_same_villages_lose_the_same_harvests_whatever_is_done(history: Scenario) -> None:
    acting = Model(history, SCALE)
    absent = Model(history.without("all"), SCALE)
    for _ in range(6):
        acting.step()
        absent.step()
        losses = [model.villages.values("farm_loss") for model in (acting, absent)]
        assert losses[0].any()
        np.testing.assert_array_equal(*losses)
    assert not np.array_equal(acting.villages.values("income"), absent.villages.values("income"))


def test_draws_are_even() -> None:
    draws = np.array(
        [
            uniforms(5, decision_key("work"), 2003, block, row)
            for block in range(50)
            for row in range(200)
        ]
    )
    for column in draws.T:
        counts = np.histogram(column, bins=20, range=(0, 1))[0]
        # χ² with 19 degrees of freedom: above 43.8 once in a thousand
        assert ((counts - 500) ** 2 / 500).sum() < 43.8
    assert (draws > 0).all() and (draws < 1).all()
    # four words of a draw are unrelated: |r| of 10,000 pairs stays under 4/√10,000
    assert np.abs(np.corrcoef(draws.T) - np.eye(4)).max() < 0.04


MASK = 0xFFFFFFFF


def philox(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """Philox 4×32 with seven rounds, as the paper has it, in whole numbers of any size."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(7):
        high0, low0 = divmod(0xD2511F53 * c0, 2**32)
        high1, low1 = divmod(0xCD9E8D57 * c2, 2**32)
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


def our_words(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """What the model counts with: row, block, decision and year make the counter, in this order."""
    row, block, decision, year = counter
    seed = np.uint64(key[0] + (key[1] << 32))
    return tuple(int(word) for word in _words(seed, decision, year, block, row))


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0, 0, 0), (0, 0), (0x5F6FB709, 0x0D893F64, 0x4F121F81, 0x4F730A48)),
        ((MASK,) * 4, (MASK,) * 2, (0x5207DDC2, 0x45165E59, 0x4D8EE751, 0x8C52F662)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0x4DFCCABA, 0x190A87F0, 0xC47362BA, 0xB6B5242A),
        ),
    ],
)
def test_the_generator_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    # philox4x32 7 in kat_vectors of Random123 1.14
    assert philox(counter, key) == words
    assert our_words(counter, key) == words


def test_the_generator_is_philox_for_any_counter_and_key() -> None:
    rng = np.random.default_rng(11)
    for _ in range(200):
        numbers = tuple(rng.integers(0, 2**32, 6).tolist())
        assert our_words(numbers[:4], numbers[4:]) == philox(numbers[:4], numbers[4:])


@kernel
def _drawn(rows, seed, decision, year, block):  # type: ignore[no-untyped-def]
    columns = np.zeros((5, rows + 1), np.float32)
    draw(
        columns[0], columns[1], columns[2], columns[3],
        rows, seed, decision, year, block,
    )  # fmt: skip
    draw_one(columns[4], rows, seed, decision, year, block)
    return columns


@pytest.mark.parametrize("rows", [1, 31, 32, 96, 1000])
def test_a_block_drawn_at_once_has_the_draws_of_its_rows(rows: int) -> None:
    key = (2**40 + 12345, decision_key("work"), 2011, 70_123)
    columns = _drawn(rows, *key)
    one_by_one = np.array([uniforms(*key, row) for row in range(rows)], np.float32).T
    np.testing.assert_array_equal(columns[:4, :rows], one_by_one)
    np.testing.assert_array_equal(columns[4, :rows], one_by_one[0])
    assert not columns[:, rows:].any()


@pytest.mark.parametrize("change", ["seed", "decision", "year", "block", "row"])
def test_every_part_of_the_key_counts(change: str) -> None:
    key = {"seed": 1, "decision": 2, "year": 2003, "block": 3, "row": 4}
    one = uniforms(*key.values())
    key[change] += 1
    assert uniforms(*key.values()) != one


def test_decisions_are_keyed_by_name() -> None:
    assert len({decision_key(name) for name in DECISIONS}) == len(DECISIONS)
    assert decision_key("work") == decision_key("work")


def test_starting_differences_are_stratified(history: Scenario) -> None:
    w = Model(history, SCALE).world
    skill = w.households.skill[w.households.kind == RURAL]
    # independent draws of this many would miss the mean of one by about .45/√n
    assert abs(float(skill.mean()) - 1.0) < 0.25 * 0.45 / np.sqrt(skill.size) * 4
