"""Functions of the user's own as halves: what they may give, and what is said where they can't be shown."""

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from latent_explorer.model.foreign.functions import FunctionHalf, function_halves
from latent_explorer.model.foreign.halves import HalfError

BATCH = np.random.default_rng(0).random((5, 4), np.float32)


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.mu, self.second, self.noise = nn.Linear(4, 2), nn.Linear(4, 2), nn.Dropout(0.5)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        x = self.noise(x)
        return self.mu(x), self.second(x)

    def drawn(self, x: Tensor) -> dict[str, Tensor]:
        mu, second = self(x)
        return {"z": mu + torch.randn_like(mu), "mu": mu, "log_var": second}

    def normal(self, x: Tensor) -> torch.distributions.Distribution:
        mu, second = self(x)
        return torch.distributions.Normal(mu, second.exp())


def half(function: Callable[[Any], Any], tensors: bool = False) -> FunctionHalf:
    return FunctionHalf("encoder", function, tensors, "images")


def test_a_module_in_training_mode_is_put_into_evaluation_mode(caplog: pytest.LogCaptureFixture) -> None:
    encoder = Encoder()
    with caplog.at_level(logging.WARNING):
        first, again = half(encoder)(BATCH), half(encoder)(BATCH)
    assert encoder.training and encoder.noise.training and caplog.text.count("in training mode") == 2
    np.testing.assert_array_equal(first[0], again[0])
    assert first[0].dtype == np.float32


class Normed(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm, self.mu = nn.BatchNorm1d(4), nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = self.mu(self.norm(x))
        return found


def test_a_module_within_a_function_is_found_and_its_statistics_stay() -> None:
    vae = Normed().train()
    before = vae.norm.running_mean.clone() if vae.norm.running_mean is not None else None
    ask = half(lambda x: vae(x), tensors=True)
    np.testing.assert_allclose(ask(BATCH)[0][:1], ask(BATCH[:1])[0], atol=1e-6)
    assert before is not None and vae.norm.running_mean is not None and vae.training
    assert torch.equal(before, vae.norm.running_mean)


def test_what_depends_on_the_rest_of_the_batch_is_told() -> None:
    with pytest.raises(HalfError, match="beside others than alone; put the model into evaluation mode"):
        half(lambda x: x - x.mean(axis=0))(BATCH)


def test_a_function_may_compute_in_place() -> None:
    before = BATCH.copy()

    def encode(x: Tensor) -> Tensor:
        return x.sub_(0.5).mul_(2)

    (found,) = half(encode, tensors=True)(BATCH)
    np.testing.assert_array_equal(BATCH, before)
    np.testing.assert_allclose(found, 2 * BATCH - 1, atol=1e-6)


def test_what_is_drawn_at_random_is_left_out_and_said(caplog: pytest.LogCaptureFixture) -> None:
    encoder = Encoder().eval()
    found = half(encoder.drawn)(BATCH)
    mu, second = encoder(torch.from_numpy(BATCH))
    assert len(found) == 2 and "output 1 of 3 is drawn at random" in caplog.text
    np.testing.assert_allclose(found[0], mu.detach(), rtol=1e-6)
    np.testing.assert_allclose(found[1], second.detach(), rtol=1e-6)
    with pytest.raises(HalfError, match="something else at each call, by sampling or dropout; give a function of μ"):
        half(lambda x: torch.randn(len(x), 2), tensors=True)(BATCH)


def test_a_distribution_is_its_mean_and_standard_deviation() -> None:
    encoder = Encoder().eval()
    mu, second = encoder(torch.from_numpy(BATCH))
    found = half(encoder.normal)(BATCH)
    np.testing.assert_allclose(found[0], mu.detach(), rtol=1e-6)
    np.testing.assert_allclose(found[1], second.exp().detach(), rtol=1e-6)


@pytest.mark.parametrize("kind", [np.float64, np.float16, np.int32])
def test_plain_functions_get_arrays_and_may_give_any_numbers(kind: type) -> None:
    seen = []

    def encode(x: Any) -> Any:
        seen.append(type(x))
        return [x.sum(axis=1, keepdims=True).astype(kind), None]

    (found,) = half(encode)(BATCH)
    assert found.dtype == np.float32 and set(seen) == {np.ndarray}


def test_a_module_of_doubles_gets_doubles() -> None:
    assert half(Encoder().eval().double())(BATCH)[0].dtype == np.float32


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda x: x @ np.zeros((3, 2)), "the encoder can't take images of shape 5×4: ValueError"),
        (lambda x: x.sum(), r"gives an output of shape \(\) for 5 images; its first axis must be the batch's"),
        (lambda x: x[:1], r"shape \(1, 4\) for 5 images"),
        (lambda x: x * np.nan, "not finite"),
        (lambda x: "mu", "a str is no array of numbers"),
    ],
)
def test_what_can_not_be_shown_is_said_in_a_sentence(function: Callable[[Any], Any], said: str) -> None:
    with pytest.raises(HalfError, match=said):
        half(function)(BATCH)


def test_parameters_of_one_module_are_counted_once() -> None:
    encoder = Encoder().eval()
    assert function_halves(encoder.forward, encoder.drawn, True).parameters == 20
    assert function_halves(encoder, Encoder().eval(), True).parameters == 40
    assert function_halves(encoder, lambda z: z, True).parameters is None
