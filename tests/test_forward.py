from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from torch import Tensor

from model.forward import linearise
from model.registry import Model
from model.sample import sample_pixels


def test_derivatives_are_along_the_first_axes() -> None:
    matrix = torch.arange(12.0).view(4, 3)

    def function(z: Tensor) -> Tensor:
        return (z @ matrix).square()

    z = torch.tensor([[1.0, -2.0, 0.5, 3.0], [0.0, 1.0, 0.0, -1.0]])
    values, derivative = linearise(function, z, 2)
    torch.testing.assert_close(values, function(z))
    expected = 2 * (z @ matrix)[:, :, None] * matrix.T[None, :, :2]  # (2, 3, 2)
    torch.testing.assert_close(derivative, expected)


def test_an_image_is_sharpened_the_same_while_another_thread_measures_stretch(vae: Model) -> None:
    images, z = sample_pixels()[:2], vae.mu[:8]
    alone, jacobian = vae.codec.encode(images)[0], vae.codec.jacobian(z)
    with ThreadPoolExecutor(2) as threads:
        encoded = [threads.submit(vae.codec.encode, images) for _ in range(30)]
        measured = [threads.submit(vae.codec.jacobian, z) for _ in range(90)]
        for code, derivative in zip(encoded, measured, strict=False):
            np.testing.assert_array_equal(code.result()[0], alone)
            np.testing.assert_array_equal(derivative.result(), jacobian)
