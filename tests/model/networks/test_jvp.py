from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.func import jvp as torch_jvp

from latent_explorer.model.datasets.sample import sample_pixels
from latent_explorer.model.networks.jvp import jvp, linearise
from latent_explorer.model.networks.modules import ResidualDecoder
from latent_explorer.model.registry import ZOO, Model
from latent_explorer.model.store.checkpoint import load


def decoder_of(name: str) -> ResidualDecoder:
    """In double precision, so that both ways to differentiate differ by rounding alone."""
    decoder = load(ZOO / name).network.get_submodule("decoder")
    assert isinstance(decoder, ResidualDecoder)
    return deepcopy(decoder).double()


class Plain(nn.Module):
    """The decoder without its cast back to single precision."""

    def __init__(self, decoder: ResidualDecoder) -> None:
        super().__init__()
        self.parts = nn.Sequential(decoder.features, decoder.lift, decoder.blocks, decoder.norm, decoder.pixels)

    def forward(self, z: Tensor) -> Tensor:
        found: Tensor = self.parts(z)
        return found


@pytest.mark.parametrize(("name", "axes"), [("vae-2d", 2), ("ae-2d", 1), ("vae-16d", 16), ("vae-16d", 2)])
def test_values_and_derivatives_are_those_of_torch(name: str, axes: int) -> None:
    decoder = decoder_of(name)
    dims = decoder.features.frequencies.shape[0]
    z = torch.randn(5, dims, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    torch.set_default_dtype(torch.float64)
    try:
        with torch.no_grad():
            values, derivative = linearise(decoder, z, torch.eye(dims)[:axes])
            for axis in range(axes):
                along = torch.eye(dims)[axis].expand_as(z)
                expected, change = torch_jvp(Plain(decoder), (z,), (along,))  # type: ignore[misc]  # no aux output
                torch.testing.assert_close(values, expected)
                torch.testing.assert_close(derivative[..., axis], change, rtol=1e-9, atol=1e-9)
    finally:
        torch.set_default_dtype(torch.float32)


def test_a_layer_without_a_known_derivative_is_refused() -> None:
    with pytest.raises(TypeError, match="Dropout"):
        jvp(nn.Dropout(), (torch.zeros(1, 2), torch.zeros(2, 1, 2)))


def test_an_image_is_sharpened_the_same_while_another_thread_measures_stretch(vae: Model) -> None:
    images, z = sample_pixels()[:2], vae.mu[:8]
    alone, jacobian = vae.codec.encode(images)[0], vae.codec.jacobian(z)
    with ThreadPoolExecutor(2) as threads:
        encoded = [threads.submit(vae.codec.encode, images) for _ in range(30)]
        measured = [threads.submit(vae.codec.jacobian, z) for _ in range(90)]
        for code, derivative in zip(encoded, measured, strict=False):
            np.testing.assert_array_equal(code.result()[0], alone)
            np.testing.assert_array_equal(derivative.result(), jacobian)
