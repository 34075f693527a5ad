import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_array_equal
from safetensors.torch import load_file, save_file

from latent_explorer.model.codec import ELBO_DRAWS, Codec
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.registry import ZOO, open_model, open_registry
from latent_explorer.model.statistics.percentiles import ReferenceQuantiles, quantiles, quantiles_of
from latent_explorer.model.statistics.typicality import relative_error
from latent_explorer.model.store.checkpoint import WEIGHTS


def test_a_broken_model_is_left_out_with_its_reason(tiny_folder: Path, tmp_path: Path) -> None:
    for name in ("whole", "cut", "odd"):
        shutil.copytree(tiny_folder, tmp_path / name)
    weights = tmp_path / "cut" / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    config = json.loads((tmp_path / "odd" / "config.json").read_text())
    config["model"]["encoder_channels"] = [4]
    (tmp_path / "odd" / "config.json").write_text(json.dumps(config))
    (tmp_path / "empty").mkdir()
    registry = open_registry([tmp_path, tmp_path / "absent"])
    assert list(registry.models) == ["whole"] and registry.judge is None
    assert set(registry.failures) == {"cut", "odd", str(tmp_path / "absent")}
    assert "weights.safetensors" in registry.failures["cut"]


def test_a_models_own_folder_in_place_of_the_one_above_is_named(tiny_folder: Path) -> None:
    registry = open_registry([tiny_folder])
    assert "name the folder that it stands in" in registry.failures[str(tiny_folder)] and not registry.models


def test_of_two_models_of_one_name_the_last_folders_is_taken(tiny_folder: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        shutil.copytree(tiny_folder, folder / "tiny")
        shutil.copytree(ZOO / "judge", folder / "judge")
    registry = open_registry(folders)
    assert list(registry.models) == ["tiny"] and registry.judge is not None
    assert registry.failures == {} and set(registry.replaced) == {"tiny", "judge"}
    assert registry.replaced["tiny"].startswith(f"{folders[1] / 'tiny'} is taken")
    assert open_registry([folders[0]]).replaced == {}


def test_ones_own_model_is_shown_in_place_of_the_shipped_one(tiny_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_folder, tmp_path / "vae-2d")
    registry = open_registry([ZOO, tmp_path])
    assert registry.models["vae-2d"].checkpoint.revision == open_model(tiny_folder).checkpoint.revision
    assert "ae-2d" in registry.models and set(registry.replaced) == {"vae-2d"}


def test_of_two_models_of_one_name_the_one_that_loads_is_taken(tiny_folder: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        shutil.copytree(tiny_folder, folder / "tiny")
    (folders[1] / "tiny" / WEIGHTS).write_bytes(b"")
    registry = open_registry(folders)
    assert list(registry.models) == ["tiny"] and set(registry.failures) == {"tiny"} and registry.replaced == {}


def test_codes_farther_out_than_the_app_decodes_are_refused_with_what_to_do(tiny_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "astray")
    weights = load_file(folder / WEIGHTS)
    save_file(weights | {"mu.bias": torch.full((2,), 3e9)}, folder / WEIGHTS)
    registry = open_registry([tmp_path])
    assert "lower --rate" in registry.failures["astray"] and not registry.models


def test_a_folder_that_leads_elsewhere_is_left_out(tiny_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tiny_folder)
    registry = open_registry([tmp_path])
    assert "leads out of" in registry.failures["link"] and not registry.models


@pytest.mark.parametrize("name", ["a b", "50%", "a?b", "a#b", "...", "x" * 65, "new\nline", "<b>"])
def test_a_name_that_can_be_no_link_is_left_out(name: str, tiny_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_folder, tmp_path / name)
    registry = open_registry([tmp_path])
    assert "can't be a link" in registry.failures[name] and not registry.models


def test_a_model_whose_codes_are_no_numbers_is_left_out(tiny_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "wide")
    weights = load_file(folder / WEIGHTS)
    last = [name for name in weights if name.startswith("encoder.") and name.endswith(".bias")][-1]
    save_file(weights | {last: torch.full_like(weights[last], 6e4)}, folder / WEIGHTS)
    registry = open_registry([tmp_path])
    assert "not finite" in registry.failures["wide"] and not registry.models


def test_a_vae_called_judge_is_no_judge(tiny_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_folder, tmp_path / "judge")
    registry = open_registry([tmp_path])
    assert registry.judge is None and "not a judge" in registry.failures["judge"]


def test_a_model_knows_its_codes_of_the_sample(tiny_folder: Path, sample: ImageData) -> None:
    model = open_model(tiny_folder)
    mu, sigma = model.codec.encode(sample.pixels())
    assert_array_equal(model.mu, mu)
    assert_array_equal(model.sigma, sigma)
    assert (np.abs(mu - model.extent.center) <= model.extent.half_width).all()
    assert model.checkpoint.id == "tiny"


def test_without_quantiles_of_its_own_a_model_is_compared_with_the_sample(tiny_folder: Path, sample: ImageData) -> None:
    model = open_model(tiny_folder)
    error = relative_error(sample.pixels(), model.codec.decode(model.mu))
    assert model.reference_quantiles.images == 1000
    assert model.reference_quantiles.quantiles == {
        "relative_error": quantiles(error),
        **quantiles_of(model.codec.terms(sample.pixels(), (model.mu, model.sigma), ELBO_DRAWS).by_name()),
    }
    kept = {"images": 77, "quantiles": {"kl": [1.0, 2.0]}}
    measured = replace(model, codec=Codec(replace(model.checkpoint, metrics={"test": kept})))
    assert measured.reference_quantiles == ReferenceQuantiles(77, kept["quantiles"])  # type: ignore[arg-type]


def test_the_shipped_models_are_whole() -> None:
    registry = open_registry([ZOO])
    assert registry.failures == {}
    assert {"vae-2d", "ae-2d"} <= set(registry.models)
    assert registry.judge is not None


def test_shipped_twins_differ_in_kind_only_and_their_family_in_beta() -> None:
    models = open_registry([ZOO]).models
    shipped = {name: m.own_checkpoint for name, m in models.items() if m.own_checkpoint}
    assert shipped.keys() == models.keys()
    twins = [(one, shipped[one.model.twin]) for one in shipped.values() if one.model.twin]
    assert twins
    for one, other in twins:
        assert {one.model.kind, other.model.kind} == {"ae", "vae"}
        assert one.training == other.training
        differing = {k for k, v in one.model.to_json().items() if v != other.model.to_json()[k]}
        of_family = other.model.twin != one.id
        assert differing == ({"kind", "twin", "beta"} if of_family else {"kind", "twin"})
    assert len(twins) == 19 and sum(other.model.twin != one.id for one, other in twins) == 7
