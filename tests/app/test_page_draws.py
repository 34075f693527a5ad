"""The codes that the page's engine draws, run by Node, beside the server's: the same bits from every seed it takes."""

import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.random._generator as numpy_generator
import pytest
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array
from latent_explorer.model.statistics.draws import draw, draw_fitted

NODE = Path(sys.executable).with_name("node")
SCRIPT = Path(__file__).parents[1] / "js" / "engine" / "drawn.js"
# Up to the largest that SampleIn takes.
SEEDS = [0, 1, 7, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**40 + 3, 2**53 - 1, 2**53]
R = 3.6541528853610088  # where the tail starts, as in static/engine/normal.js


def in_page(*arguments: str, requests: list[dict[str, Any]]) -> bytes:
    command = [str(NODE), str(SCRIPT), *arguments]
    return subprocess.run(command, input=json.dumps(requests).encode(), stdout=subprocess.PIPE, check=True).stdout


def drawn_in_page(requests: list[dict[str, Any]], dims: int) -> Array:
    return np.frombuffer(in_page(requests=requests), "<f4").reshape(len(requests), -1, dims)


def as_served(request: dict[str, Any]) -> Array:
    mu, sigma = (np.array(request[key], np.float64).astype(np.float32) for key in ("mu", "sigma"))
    return draw(mu, sigma, request["n"], request["temperature"], request["seed"])


def assert_same_bits(found: Array, wanted: Array, tail: NDArray[np.bool_]) -> None:
    """Bits of the tail may differ: NumPy takes a logarithm from the C library, which may not round to the nearest."""
    other = found.view(np.uint32) != wanted.view(np.uint32)
    assert not (other & ~tail).any()
    assert np.abs(found - wanted).max() <= 1e-6 * np.abs(wanted).max()
    assert other.sum() <= 1 + 0.1 * tail.sum()


@pytest.mark.parametrize("dims", [1, 2, 16])
def test_draws_have_the_servers_bits(dims: int) -> None:
    random = np.random.default_rng(dims)
    posteriors = [([0.0] * dims, [1.0] * dims, 1.0)]
    posteriors += [
        (random.normal(0, 3, dims).tolist(), random.uniform(0, 2, dims).tolist(), temperature)
        for temperature in (0, 0.1, 4.99)
    ]
    requests: list[dict[str, Any]] = [
        {"mu": mu, "sigma": sigma, "temperature": temperature, "n": 1024, "seed": seed}
        for seed, (mu, sigma, temperature) in product(SEEDS, posteriors)
    ]
    for found, request in zip(drawn_in_page(requests, dims), requests, strict=True):
        plain = np.random.default_rng(request["seed"]).standard_normal(found.shape, np.float32)
        assert found.dtype == np.float32 and found.shape == (1024, dims)
        assert_same_bits(found, as_served(request), np.abs(plain) > R)


def test_a_million_draws_have_the_servers_bits_in_the_tail_too() -> None:
    plain = {"mu": [0.0] * 16, "sigma": [1.0] * 16, "temperature": 1.0}
    requests = [{**plain, "n": 1024, "seed": seed} for seed in range(62)]
    wanted = np.stack([as_served(request) for request in requests])
    tail = np.abs(wanted) > R
    assert wanted.size > 1_000_000 and (wanted[tail] < 0).sum() > 80 and (wanted[tail] > 0).sum() > 80
    assert_same_bits(drawn_in_page(requests, 16), wanted, tail)


def test_the_ziggurats_tables_are_those_that_numpy_was_built_with() -> None:
    tables, built = in_page("tables", requests=[]), Path(numpy_generator.__file__).read_bytes()
    assert len(tables) == 3 * 1024
    for start in range(0, len(tables), 1024):
        assert built.count(tables[start : start + 1024]) == 1


@pytest.mark.parametrize("dims", [2, 16, 64])
def test_fitted_draws_are_near_the_servers(dims: int) -> None:
    random = np.random.default_rng(dims)
    shape = random.normal(0, 1 / np.sqrt(dims), (dims, dims)) * np.linspace(0, 2, dims)  # one axis has collapsed
    codes = (random.standard_normal((1000, dims)) @ shape + random.normal(0, 2, dims)).astype(np.float32)
    requests: list[dict[str, Any]] = [
        {"codes": codes.tolist(), "n": 256, "temperature": temperature, "seed": seed}
        for temperature, seed in ((0, 1), (0.5, 0), (1, 2**53))
    ]
    for found, request in zip(drawn_in_page(requests, dims), requests, strict=True):
        wanted = draw_fitted(codes, 256, request["temperature"], request["seed"])
        assert found.shape == wanted.shape and np.abs(found - wanted).max() < 1e-5
