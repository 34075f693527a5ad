from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from latent_explorer.model.codec import Codec
from latent_explorer.model.config import Kind, ModelConfig, Precision, TrainConfig
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.networks.autoencoder import Autoencoder, loss_terms
from latent_explorer.model.store.checkpoint import CheckpointError, load
from latent_explorer.model.training.schedules import augment_fade, one_cycle, straight_line
from latent_explorer.model.training.trainer import STATE, Trainer, loss_per_image
from tests.helpers.tiny import TINY, TINY_TRAINING

Splits = tuple[ImageData, ImageData]
PRECISIONS: tuple[Precision, ...] = ("float32", "bfloat16")


def trained(digits: Splits, model: ModelConfig = TINY, config: TrainConfig = TINY_TRAINING) -> Trainer:
    trainer = Trainer(model, config, *digits)
    while len(trainer.history) < config.epochs:
        trainer.run_epoch()
    return trainer


def all_equal(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[k], other[k]) for k in one)


@pytest.mark.parametrize("kind", ["ae", "vae", "judge"])
def test_loss_falls(kind: Kind, digits: Splits) -> None:
    config = replace(TINY_TRAINING, epochs=4, learning_rate=1e-2, kl_warmup_epochs=0, augment=0)
    history = trained(digits, replace(TINY, kind=kind), config).history
    assert [epoch.number for epoch in history] == [0, 1, 2, 3]
    assert history[-1].train_loss < history[0].train_loss
    assert history[-1].validation_loss < history[0].validation_loss


def test_training_starts_at_the_average_digit(digits: Splits) -> None:
    trainer = Trainer(TINY, TINY_TRAINING, *digits)
    bias = trainer.network.state_dict()["decoder.pixels.bias"].sigmoid()
    mean = torch.from_numpy(digits[0].pixels()).mean(0)
    torch.testing.assert_close(bias, mean.clamp(1e-3, 1 - 1e-3), atol=1e-5, rtol=1e-4)


def test_training_goes_on_from_another_model(digits: Splits, tmp_path: Path) -> None:
    begun = trained(digits).save_weights(tmp_path)
    trainer = Trainer(TINY, replace(TINY_TRAINING, seed=2), *digits, start=begun)
    assert all_equal(trainer.network.state_dict(), begun.network.state_dict())
    assert trainer.validate() < Trainer(TINY, TINY_TRAINING, *digits).validate()
    trainer.run_epoch()
    assert not all_equal(trainer.network.state_dict(), begun.network.state_dict()), "and changes nothing in that"
    assert all_equal(load(tmp_path).network.state_dict(), begun.network.state_dict())


@pytest.mark.parametrize("kind", ["vae", "judge"])
def test_the_same_seed_gives_the_same_weights(kind: Kind, digits: Splits) -> None:
    model, config = replace(TINY, kind=kind), replace(TINY_TRAINING, epochs=1)
    first, second, other = (trained(digits, model, replace(config, seed=s)).network.state_dict() for s in (1, 1, 2))
    assert all_equal(first, second)
    assert not all_equal(first, other)


@pytest.mark.parametrize("validation", [1, 2])
def test_axes_are_sorted_by_the_variance_of_the_images_that_vary(
    validation: int, digits: Splits, tmp_path: Path
) -> None:
    """The codes of one validation image vary on no axis; then those of all images are compared."""
    model, few = replace(TINY, latent_dim=8), digits[1].take(np.arange(validation))
    trainer = Trainer(model, TINY_TRAINING, digits[0].take(np.arange(30)), few)
    trainer.run_epoch()
    codec = Codec(trainer.save_weights(tmp_path))
    pixels = few.pixels() if validation > 1 else np.concatenate([few.pixels(), digits[0].pixels()[:30]])
    variances = codec.encode(pixels)[0].var(0)
    assert np.isfinite(variances).all() and (np.diff(variances) <= 0).all()


def test_bfloat16_trains_like_float32_and_keeps_its_codes_exact(digits: Splits) -> None:
    config = replace(TINY_TRAINING, epochs=4, learning_rate=1e-2, augment=0)
    exact, fast = (trained(digits, config=replace(config, precision=p)) for p in PRECISIONS)
    assert not all_equal(exact.network.state_dict(), fast.network.state_dict())
    assert fast.history[-1].validation_loss == pytest.approx(exact.history[-1].validation_loss, rel=0.02)
    assert isinstance(fast.network, Autoencoder)
    with torch.autocast("cpu", torch.bfloat16):
        mu, log_sigma = fast.network.encode(torch.rand(50, 784))
    assert log_sigma is not None and mu.dtype == log_sigma.dtype == torch.float32
    assert not torch.equal(mu, mu.bfloat16().float())


def test_twins_see_the_same_batches(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, list[Tensor]] = {"ae": [], "vae": []}

    def spy(network: Autoencoder, x: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        seen[network.config.kind].append(x.clone())
        return loss_terms(network, x, generator)

    monkeypatch.setattr("latent_explorer.model.training.trainer.loss_terms", spy)
    for kind in ("ae", "vae"):
        trained(digits, ModelConfig.from_json(TINY.to_json() | {"kind": kind}), replace(TINY_TRAINING, augment=0))
    assert len(seen["ae"]) == len(seen["vae"]) > 2
    assert all(torch.equal(a, b) for a, b in zip(seen["ae"], seen["vae"], strict=True))
    different = {float(batch.sum()) for batch in seen["ae"]}
    assert len(different) == len(seen["ae"]) - 1  # another order in each epoch; the validation split comes twice


@pytest.mark.parametrize("kind", ["vae", "judge"])
def test_a_resumed_run_ends_bit_for_bit_like_an_uninterrupted_one(kind: Kind, digits: Splits, tmp_path: Path) -> None:
    model = replace(TINY, kind=kind)
    whole, first, second = trained(digits, model), *(Trainer(model, TINY_TRAINING, *digits) for _ in range(2))
    first.run_epoch()
    first.save(tmp_path)
    second.resume(tmp_path)
    assert second.history == first.history
    torch.manual_seed(12345)  # in another process nothing has drawn what the first epoch drew
    second.run_epoch()
    assert all_equal(second.network.state_dict(), whole.network.state_dict())
    assert all_equal(second.average.state_dict(), whole.average.state_dict())
    assert [e.validation_loss for e in second.history] == [e.validation_loss for e in whole.history]


@pytest.mark.parametrize(
    ("model", "config"), [(replace(TINY, beta=2.0), TINY_TRAINING), (TINY, replace(TINY_TRAINING, seed=9))]
)
def test_another_configuration_is_not_resumed(
    model: ModelConfig, config: TrainConfig, digits: Splits, tiny_folder: Path
) -> None:
    with pytest.raises(CheckpointError, match="another configuration"):
        Trainer(model, config, *digits).resume(tiny_folder)


def test_a_damaged_state_is_refused(digits: Splits, tmp_path: Path) -> None:
    (tmp_path / STATE).write_bytes(b"\0" * 40)
    with pytest.raises(CheckpointError, match="damaged"):
        Trainer(TINY, TINY_TRAINING, *digits).resume(tmp_path)
    trained(digits, config=replace(TINY_TRAINING, epochs=1)).save(tmp_path)
    with safe_open(tmp_path / STATE, framework="pt") as file:
        kept = {name: file.get_tensor(name) for name in list(file.keys())[1:]}
        save_file(
            kept, tmp_path / STATE, file.metadata() | {"config": Trainer(TINY, TINY_TRAINING, *digits)._identity()}
        )
    with pytest.raises(CheckpointError, match="damaged"):
        Trainer(TINY, TINY_TRAINING, *digits).resume(tmp_path)
    save_file({"x": torch.zeros(1)}, tmp_path / STATE)
    with pytest.raises(CheckpointError, match="damaged"):
        Trainer(TINY, TINY_TRAINING, *digits).resume(tmp_path)


SPOILED: dict[str, Callable[[dict[str, Tensor], dict[str, str]], object]] = {
    "a moment of another shape": lambda tensors, _: tensors.update({"optimizer.0.exp_avg": torch.zeros(3)}),
    "no moment": lambda tensors, _: tensors.pop("optimizer.3.exp_avg_sq"),
    "a moment too many": lambda tensors, _: tensors.update({"optimizer.x": torch.zeros(3)}),
    "history that is no JSON": lambda _, texts: texts.update({"history": "{"}),
    "history of another shape": lambda _, texts: texts.update({"history": '[{"number": 0}]'}),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_state_is_refused_and_not_trained_on(name: str, digits: Splits, tmp_path: Path) -> None:
    trained(digits, config=replace(TINY_TRAINING, epochs=1)).save(tmp_path)
    with safe_open(tmp_path / STATE, framework="pt") as file:
        tensors, texts = {key: file.get_tensor(key) for key in file.keys()}, file.metadata()  # noqa: SIM118
    SPOILED[name](tensors, texts)
    save_file(tensors, tmp_path / STATE, texts)
    with pytest.raises(CheckpointError, match="damaged"):
        Trainer(TINY, replace(TINY_TRAINING, epochs=1), *digits).resume(tmp_path)


def test_what_is_saved_are_the_averaged_weights(digits: Splits, tmp_path: Path) -> None:
    trainer = trained(digits, config=replace(TINY_TRAINING, epochs=1))
    trainer.save(tmp_path)
    saved = load(tmp_path).network.state_dict()["decoder.pixels.weight"]
    averaged, last = (n.state_dict()["decoder.pixels.weight"] for n in (trainer.average.module, trainer.network))
    assert torch.equal(saved, averaged.half().float())
    assert not torch.equal(saved, last.half().float())


def test_saved_axes_are_sorted_by_the_spread_of_the_codes(digits: Splits, tmp_path: Path) -> None:
    trainer = trained(digits, replace(TINY, latent_dim=5), replace(TINY_TRAINING, epochs=1))
    trainer.save(tmp_path)
    spread = Codec(load(tmp_path)).encode(digits[1].pixels())[0].var(axis=0)
    assert (spread[:-1] > spread[1:]).all()


def test_validation_digits_do_not_train(digits: Splits, sample: ImageData) -> None:
    other = sample.take(sample.known_labels.argsort()[-40:])
    first, second = (
        trained((digits[0], v), config=replace(TINY_TRAINING, epochs=1)).network.state_dict()
        for v in (digits[1], other)
    )
    assert all_equal(first, second)


def test_every_step_is_reported(digits: Splits) -> None:
    trainer, steps = Trainer(TINY, TINY_TRAINING, *digits), list[int]()
    trainer.run_epoch(lambda step, loss: steps.append(step))
    assert steps == list(range(trainer.steps_per_epoch))


@pytest.mark.parametrize(
    ("start", "betas"),
    [(0.0, [1, 2, 3, 4, 4, 4]), (16.0, [13, 10, 7, 4, 4, 4])],  # two steps an epoch, of which two move it
)
def test_beta_moves_from_its_start_in_a_straight_line(
    start: float, betas: list[float], digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[float] = []
    real = loss_per_image

    def spy(network: Autoencoder, x: Tensor, y: Tensor, beta: float, generator: torch.Generator) -> Tensor:
        seen.append(beta)
        return real(network, x, y, beta, generator)

    monkeypatch.setattr("latent_explorer.model.training.trainer.loss_per_image", spy)
    config = replace(TINY_TRAINING, epochs=3, batch_size=len(digits[0]) // 2, beta_start=start, kl_warmup_epochs=2)
    trainer = trained(digits, replace(TINY, beta=4.0), config)
    assert trainer.steps_per_epoch == 2
    steps = [beta for i, beta in enumerate(seen) if i % 3 < 2]  # the third is the validation, which is the model's own
    assert steps == pytest.approx(betas) and seen[2::3] == [4.0] * 3


def test_a_straight_line_stays_at_its_end() -> None:
    assert [straight_line(20, 2, p) for p in (0, 0.5, 1, 7)] == [20, 11, 2, 2]


def test_rate_rises_then_falls() -> None:
    rates = [one_cycle(i / 100) for i in range(101)]
    top = rates.index(max(rates))
    assert top == 20 and rates[top] == pytest.approx(1)
    assert rates[: top + 1] == sorted(rates[: top + 1]) and rates[top:] == sorted(rates[top:], reverse=True)
    assert rates[-1] == pytest.approx(0)


def test_training_ends_on_digits_as_they_are() -> None:
    assert [augment_fade(p) for p in (0, 0.5, 0.8, 1)] == pytest.approx([1, 1, 0.5, 0])
