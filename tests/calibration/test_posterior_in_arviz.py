"""What ``docs/adapters.md`` says about ArviZ, run on a posterior whose weights differ."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest

from tests.calibration.known_world import known_world

xarray = pytest.importorskip("xarray")
PAGE = Path(__file__).parents[2] / "docs" / "adapters.md"
FENCE = r'^```python title="posterior_in_arviz.py"\n(.*?)^```$'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a posterior one half of which weighs three times as much as the other."""
    posterior = known_world().posterior
    weights = np.where(np.arange(len(posterior)) % 2, 3.0, 1.0)
    posterior = dataclasses.replace(posterior, weights=weights / weights.sum())
    (tmp_path / "posterior").mkdir()
    posterior.write(tmp_path / "posterior" / "posterior.nc", "zhejiang")
    monkeypatch.chdir(tmp_path)
    return posterior


def shown() -> str:
    found = re.search(FENCE, PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found.group(1)


def test_draws_by_weight_are_one_chain_with_the_weighted_means(folder):
    lines = [line for line in shown().splitlines() if "arviz" not in line]
    named: dict = {}
    exec("\n".join(lines), named)
    posterior = named["posterior"]
    assert dict(posterior.sizes)["chain"] == 1 and dict(posterior.sizes)["draw"] == 1000
    assert "weight" not in posterior and posterior["network"].dims == ("chain", "draw")
    column = folder.priors.names.index("network")
    values = folder.values[:, column]
    wanted = float(folder.weights @ values)
    # a mean of 1,000 draws is off by sd / sqrt(1,000); four times that is chance once in 16,000
    assert abs(float(posterior["network"].mean()) - wanted) < 4.0 * values.std() / 1000**0.5


def test_arviz_opens_it_and_gives_it_back(folder):
    arviz = pytest.importorskip("arviz")
    exec(shown(), {})
    assert "network" in arviz.from_netcdf("for_arviz.nc").posterior
