"""Fixtures of commands: MNIST so small that a test can wait for them."""

from dataclasses import replace

import numpy as np
import pytest

from latent_explorer.app.cli import image_source, terminal, training_jobs
from latent_explorer.app.cli.image_source import ImageSource
from latent_explorer.model.config import ModelConfig, TrainConfig
from latent_explorer.model.datasets.image_data import ImageData


@pytest.fixture
def small_mnist(sample: ImageData, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample in place of MNIST, with a validation split that fits."""
    monkeypatch.setattr(terminal, "missing_files", lambda folder, *splits: [])
    monkeypatch.setattr(image_source, "load_mnist", lambda folder, split: sample.take(np.arange(120)))
    configure = training_jobs.configure

    def small(run: training_jobs.TrainingRun, source: ImageSource) -> tuple[ModelConfig, TrainConfig]:
        model, config = configure(run, source)
        return model, replace(config, batch_size=50, validation_images=20)

    monkeypatch.setattr(training_jobs, "configure", small)
