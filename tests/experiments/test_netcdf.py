"""A netCDF file says the same as the figures it was written from."""

from __future__ import annotations

import numpy as np
import pytest
import xarray

from experiments.netcdf import write_netcdf
from experiments.result_files import described
from experiments.results import document
from sim.figures import Figures, Variable


def read(path) -> xarray.Dataset:
    with xarray.open_dataset(path, engine="scipy") as figures:
        return figures.load()


def test_a_result_is_read_as_it_was_written(outcome, tmp_path):
    figures = described(outcome, document(outcome)["manifest"])
    write_netcdf(figures, tmp_path / "result.nc")
    xarray.testing.assert_identical(read(tmp_path / "result.nc"), figures.dataset())


def test_labels_may_be_chinese_and_coordinates_other_than_dimensions(tmp_path):
    figures = Figures(
        {"income": Variable(("draw", "name"), np.array([[1.0, np.nan]]), {"label": "收入"})},
        {
            "draw": Variable(("draw",), np.arange(1)),
            "name": Variable(("name",), np.array(["杭州", "Lishui"])),
            "seed": Variable(("draw",), np.array([7])),
        },
        {"place": "浙江"},
    )
    write_netcdf(figures, tmp_path / "figures.nc")
    xarray.testing.assert_identical(read(tmp_path / "figures.nc"), figures.dataset())


@pytest.mark.parametrize("seed", [2**31 - 1, 2**31, 2**62])
def test_the_largest_seeds_can_be_written(seed, tmp_path):
    figures = Figures({}, {"seed": Variable(("seed",), np.array([seed]))}, {"seed": seed})
    write_netcdf(figures, tmp_path / "figures.nc")
    found = read(tmp_path / "figures.nc")
    assert found.attrs["seed"] == found["seed"].item() == seed
