import numpy as np
import pytest

from latent_explorer.model.measures.stretch import singular_values, stretch
from latent_explorer.model.registry import Model
from tests.helpers.stand_ins import LinearCodec


def test_a_decoder_that_keeps_distances_stretches_nothing() -> None:
    mu = np.random.default_rng(0).standard_normal((500, 2)).astype(np.float32)
    found = stretch(LinearCodec(), mu / mu.std(axis=0), seed=0)
    for figure in (*found["log10_volume"].values(), *found["log10_condition"].values()):
        assert figure["value"] == pytest.approx(0, abs=1e-5)


def test_a_unit_of_each_axis_is_what_the_cloud_is_wide() -> None:
    z = np.zeros((3, 2), np.float32)
    np.testing.assert_allclose(singular_values(LinearCodec(), z, np.array([2.0, 5.0])), [[5, 2]] * 3, rtol=1e-5)


def test_automatic_differentiation_agrees_with_finite_differences(vae: Model) -> None:
    z, h = vae.mu[:5].astype(np.float32), np.float32(1e-3)
    derivative = vae.codec.jacobian(z)
    assert derivative.shape == (5, 784, 2)
    for axis in range(2):
        ahead = h * np.eye(2, dtype=np.float32)[axis]
        finite = (vae.codec.decode(z + ahead) - vae.codec.decode(z - ahead)) / (2 * h)
        np.testing.assert_allclose(derivative[..., axis], finite, atol=2e-2 * float(np.abs(finite).max()))
