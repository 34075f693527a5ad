"""`disagreement` trains further decoders, and keeps where they disagree."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from latent_explorer.model.registry import ZOO, open_model
from latent_explorer.model.store.disagreement import DISAGREEMENT, NODES
from tests.helpers.terminal import run


@pytest.mark.usefixtures("small_mnist")
def test_a_model_s_folder_gets_a_grid_and_its_means(tiny_folder: Path) -> None:
    result = run("disagreement", "--model", tiny_folder, "--decoders", 2, "--epochs", 1)
    assert result.exit_code == 0, result.output
    found = open_model(tiny_folder).disagreement
    assert found and (found.told.decoders, found.told.epochs) == (2, 1)
    assert f"{found.told.prior:.4f} over draws from N(0, I), {found.told.codes:.4f} at codes" in " ".join(
        result.output.split()
    )
    grid = load_file(tiny_folder / DISAGREEMENT)["disagreement"]
    assert grid.shape == (NODES, NODES) and 0 < grid.min() <= found.told.prior < grid.max() < 0.5
    assert found.file == (tiny_folder / DISAGREEMENT).read_bytes()
    assert np.isfinite(grid).all()


@pytest.mark.usefixtures("small_mnist")
@pytest.mark.parametrize("model", ["vae-16d", "judge"])
def test_a_model_without_a_plane_is_refused(model: str) -> None:
    result = run("disagreement", "--model", model)
    assert result.exit_code != 0
    assert f"{model} is no model of a plane" in " ".join(result.output.split())
    assert not (ZOO / model / DISAGREEMENT).exists()
