"""Fixtures that several test modules share: the application, a tiny trained model, and MNIST where it is at hand."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from fastapi.testclient import TestClient

from latent_explorer.app.images import decode
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.config import ModelConfig, TrainConfig
from latent_explorer.model.datasets.download import missing_files
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.measures import holes, nearness, stretch, tail
from latent_explorer.model.registry import ZOO, Model, open_model
from latent_explorer.model.statistics import bootstrap
from latent_explorer.model.store.checkpoint import load
from latent_explorer.model.training.trainer import Trainer
from tests.helpers.paths import ROOT
from tests.helpers.remote import RemoteClient
from tests.helpers.tiny import TINY, TINY_TRAINING

decode.prepare()  # tests write HEIF too, before anything has read a picture
AT = os.environ.get("LATENT_AT")
INSIDE = {"monkeypatch", "caplog"}  # fixtures that reach no server elsewhere


@pytest.fixture(scope="session")
def sample() -> ImageData:
    return load_sample()


@pytest.fixture(scope="session")
def digits(sample: ImageData) -> tuple[ImageData, ImageData]:
    """A few digits to train on, and others to validate on."""
    return sample.take(np.arange(150)), sample.take(np.arange(150, 200))


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory, digits: tuple[ImageData, ImageData]) -> Path:
    """The checkpoint folder of a very small VAE, trained for two epochs. Copy it before you change it."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    trainer = Trainer(TINY, TINY_TRAINING, *digits)
    for _ in range(TINY_TRAINING.epochs):
        trainer.run_epoch()
    trainer.save(folder)
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measurements on so few draws that a test can wait for them."""
    monkeypatch.setattr(bootstrap, "RESAMPLES", 40)
    monkeypatch.setattr(nearness, "PAIRS", 3000)
    monkeypatch.setattr(holes, "DRAWS", 300)
    monkeypatch.setattr(tail, "LINES", 40)
    monkeypatch.setattr(stretch, "CODES", 40)


@pytest.fixture
def twins(tiny_folder: Path, tmp_path: Path, digits: tuple[ImageData, ImageData]) -> Path:
    """A folder of two tiny twins: the VAE `tiny`, and `point`."""
    shutil.copytree(tiny_folder, tmp_path / "tiny")
    values = json.loads((tmp_path / "tiny" / "config.json").read_text())
    values["model"]["twin"] = "point"
    (tmp_path / "tiny" / "config.json").write_text(json.dumps(values))
    config = ModelConfig.from_json(values["model"] | {"kind": "ae", "twin": "tiny"})
    Trainer(config, TrainConfig.from_json(values["training"]), *digits).save(tmp_path / "point")
    return tmp_path


def pytest_report_header() -> list[str]:
    return [f"contract tests: against {AT}"] if AT else []


@pytest.fixture(scope="session")
def client() -> Iterator[Any]:
    """The application with the shipped models, started; or, of the same interface, a server that runs at $LATENT_AT."""
    with RemoteClient(AT) if AT else TestClient(create_app(Settings())) as started:
        started.get("/api/models").raise_for_status()  # waits until they are loaded
        yield started


@pytest.fixture(scope="session")
def vae() -> Model:
    return open_model(ZOO / "vae-2d")


@pytest.fixture(scope="session")
def ae() -> Model:
    return open_model(ZOO / "ae-2d")


@pytest.fixture(scope="session")
def judge() -> JudgeCodec:
    return JudgeCodec(load(ZOO / "judge"))


@pytest.fixture(scope="session")
def mnist() -> Path:
    """The folder of all of MNIST, for the few tests that need it."""
    named = [Path(os.environ["LATENT_MNIST"])] if "LATENT_MNIST" in os.environ else []
    for folder in [*named, ROOT.parent / "shared" / "mnist", ROOT / "data" / "mnist"]:
        if not missing_files(folder, "train", "test"):
            return folder
    pytest.skip(
        "needs MNIST's four files: in $LATENT_MNIST, ../shared/mnist or data/mnist (`latent-explorer train` fetches)"
    )


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """As servers set it, and whatever a command asks for: results repeat for the same number only.

    More threads than cores wait for each other by spinning, which takes many times as long.
    """
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "set_num_threads", lambda number: None)
        yield


@pytest.hookimpl(tryfirst=True)  # before xdist, which takes the groups from the items as it finds them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long first, so that workers end together, and a file to one worker, for its fixtures' sake.

    Browser tests last, each to any worker: Playwright keeps an event loop in its thread, and tests after it could run
    none.
    """
    long = {item.path for item in items if {"process", "slow"} & set(item.keywords)}
    items.sort(key=lambda item: 2 if "e2e" in item.keywords else item.path not in long)
    for item in items:
        if "e2e" not in item.keywords:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
        fixtures = set(getattr(item, "fixturenames", []))
        if "contract" in item.keywords and ("client" not in fixtures or fixtures & INSIDE):
            raise pytest.UsageError(f"{item.nodeid}: a contract test speaks through `client`, and to nothing inside")
