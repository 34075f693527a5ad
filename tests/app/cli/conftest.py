"""Fixtures of commands: MNIST so small that a test can wait for them."""

from dataclasses import replace

import numpy as np
import pytest

from latent_explorer.app.cli import evaluate, terminal, train
from latent_explorer.model.config import ModelConfig, TrainConfig
from latent_explorer.model.datasets.image_data import ImageData


@pytest.fixture
def small_mnist(sample: ImageData, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample in place of MNIST, with a validation split that fits."""
    monkeypatch.setattr(terminal, "missing_files", lambda folder, *splits: [])
    for module in (train, evaluate):
        monkeypatch.setattr(module, "load_mnist", lambda folder, split: sample.take(np.arange(120)))
    configure = train.configure

    def small(run: train.TrainingRun) -> tuple[ModelConfig, TrainConfig]:
        model, config = configure(run)
        return model, replace(config, batch_size=50, validation_images=20)

    monkeypatch.setattr(train, "configure", small)
