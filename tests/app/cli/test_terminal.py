"""Which devices the commands take: those that torch has here, and a sentence for the others."""

from pathlib import Path
from typing import Any

import pytest
import torch

from latent_explorer.app.cli import evaluate, train
from latent_explorer.app.cli.terminal import check_device
from latent_explorer.model.config import ConfigError
from tests.helpers.terminal import run


@pytest.fixture
def gpus(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Which GPUs torch finds."""
    found = {"cuda": False, "mps": False}
    monkeypatch.setattr(torch.cuda, "is_available", lambda: found["cuda"])
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: found["mps"])
    return found


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_is_taken_where_torch_has_it(device: str, gpus: dict[str, bool]) -> None:
    with pytest.raises(ConfigError, match=f"no device '{device}'; leave --device at cpu"):
        check_device(device)
    gpus[device] = True
    check_device(device)
    check_device("cpu")


def test_no_gpu_makes_another_device_known(gpus: dict[str, bool]) -> None:
    gpus.update(cuda=True, mps=True)
    for device in ("tpu", "cuda:x", ""):
        with pytest.raises(ConfigError, match="takes cpu, cuda, mps"):
            check_device(device)


def test_processes_share_no_mps(gpus: dict[str, bool]) -> None:
    gpus.update(cuda=True, mps=True)
    check_device("cuda", processes=4)
    with pytest.raises(ConfigError, match="without torchrun"):
        check_device("mps", processes=2)


def test_train_and_evaluate_refuse_a_device_that_is_not_there(
    gpus: dict[str, bool], twins: Path, small_mnist: None
) -> None:
    for arguments in (
        ("train", "--model", "x", "--out", twins),
        ("evaluate", "--model", twins / "tiny"),
        ("evaluate", "--model", twins / "tiny", "--seeds", 2, "--out", twins),
    ):
        result = run(*arguments, "--device", "mps")
        assert result.exit_code == 1 and "no device 'mps'" in result.output, result.output
    assert not (twins / "x").exists() and not (twins / "tiny" / "metrics.json").exists()


def test_train_and_evaluate_compute_on_the_device_that_is_named(
    gpus: dict[str, bool], twins: Path, small_mnist: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    gpus["mps"] = True
    named: list[str] = []

    def codec(loaded: object, device: str) -> Any:
        named.append(device)
        raise ConfigError("far enough")

    monkeypatch.setattr(evaluate, "Codec", codec)
    monkeypatch.setattr(train, "fit", lambda *_, device, **__: named.append(device))
    assert "far enough" in run("evaluate", "--model", twins / "tiny", "--device", "mps").output
    assert run("train", "--model", "x", "--out", twins, "--device", "mps").exit_code == 0
    assert named == ["mps", "mps"]
