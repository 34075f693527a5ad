import json
from typing import Any

import pytest

from latent_explorer.model.config import ConfigError, ModelConfig, TrainConfig
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import CONFIG, describe, read_config
from latent_explorer.model.store.files import json_bytes
from tests.helpers.shipped import MODELS


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"kind": "gan"}, "kind"),
        ({"kind": "vae", "likelihood": "poisson"}, "likelihood"),
        ({"kind": "vae", "latent_dim": 1}, "latent_dim"),
        ({"kind": "vae", "beta": -0.1}, "beta"),
        ({"kind": "vae", "beta": float("nan")}, "beta"),
        ({"kind": "vae", "observation_sd": 0}, "observation_sd"),
        ({"kind": "vae", "decoder_width": -1}, "decoder_width"),
        ({"kind": "vae", "encoder_channels": [8] * 5}, "encoder_channels"),
        ({"kind": "vae", "encoder_channels": [8, 12]}, "encoder_channels"),
        ({"kind": "vae", "fourier_features": -1}, "fourier_features"),
        ({"kind": "vae", "refinements": -1}, "refinements"),
        ({"kind": "vae", "beta": 0, "refinements": 1}, "refinements"),
        ({"kind": "vae", "refinements": 2.5}, "refinements"),
        ({"kind": "vae", "encoder_channels": [0]}, "encoder_channels"),
        ({"kind": "vae", "twin": ["ae"]}, "twin"),
        ({"kind": "vae", "colour": "red"}, "colour"),
        ({"kind": "vae", "latent_dim": "2"}, "latent_dim"),
        ({}, "kind"),
    ],
)
def test_bad_model_is_refused_by_name(values: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        ModelConfig.from_json(values)


@pytest.mark.parametrize(
    "values",
    [
        {"epochs": 0},
        {"batch_size": -1},
        {"learning_rate": 0.0},
        {"learning_rate": float("inf")},
        {"augment": float("nan")},
        {"augment": 1.5},
        {"seed": -1},
        {"validation_images": 0},
        {"average_decay": 1.0},
        {"beta_start": -1.0},
        {"kl_warmup_epochs": float("nan")},
        {"precision": "float16"},
    ],
)
def test_bad_training_is_refused_by_name(values: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(values))):
        TrainConfig.from_json(values)


@pytest.mark.parametrize(
    "config",
    [
        ModelConfig("ae", latent_dim=16, encoder_channels=(4, 8), refinements=2, twin="vae-16d"),
        TrainConfig(epochs=3, seed=7),
        TrainConfig(beta_start=20.0),
    ],
)
def test_json_round_trip(config: ModelConfig | TrainConfig) -> None:
    assert type(config).from_json(json.loads(json.dumps(config.to_json()))) == config


@pytest.mark.parametrize("name", MODELS)
def test_a_shipped_configuration_is_written_as_it_was_read(name: str) -> None:
    assert json_bytes(describe(*read_config(ZOO / name))) == (ZOO / name / CONFIG).read_bytes()


@pytest.mark.parametrize(("kind", "samples"), [("ae", False), ("vae", True), ("judge", False)])
def test_only_a_vae_samples(kind: str, samples: bool) -> None:
    assert ModelConfig.from_json({"kind": kind}).samples is samples
