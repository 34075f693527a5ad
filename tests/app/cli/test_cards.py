import json
import shlex
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from latent_explorer.app.cli import cards, train
from latent_explorer.app.cli.cards import training_command
from latent_explorer.app.cli.image_source import MnistSource, source_of
from latent_explorer.app.cli.training_jobs import TrainingRun, configure
from latent_explorer.model.config import MNIST, ModelConfig
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import HISTORY, load
from latent_explorer.model.store.snapshots import FIGURES
from tests.helpers.shipped import SHIPPED
from tests.helpers.terminal import run


@pytest.mark.slow
def test_the_page_is_made_from_the_shipped_files() -> None:
    """Figures that somebody typed, or that an older model gave, would differ."""
    assert (ZOO / "README.md").read_text(encoding="utf-8") == cards.cards(ZOO)
    result = run("cards")
    assert result.exit_code == 0 and result.output == cards.cards(ZOO)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_model_has_a_card_with_its_figures_and_limits(name: str) -> None:
    page = cards.cards(ZOO).split(f"## {name}\n")[1].split("\n## ")[0]
    assert "Limits." in page and "| parameters |" in page
    if name != "judge":
        assert "| squared error per pixel | 0.0" in page and "| training | " in page


@pytest.mark.parametrize("name", SHIPPED)
def test_the_command_of_a_card_asks_for_the_model_s_own_configuration(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[TrainingRun] = []
    monkeypatch.setattr(train, "train_model", asked.append)
    loaded = load(ZOO / name)
    assert run(*shlex.split(training_command(loaded))[1:]).exit_code == 0
    source = MnistSource(Path()) if loaded.images == MNIST else source_of(asked[0].data, asked[0].reading)
    assert source.images == loaded.images and configure(asked[0], source) == (loaded.model, loaded.training)


def test_a_model_that_was_never_measured_has_a_card_too(tiny_folder: Path) -> None:
    card = cards.card(tiny_folder)
    assert "## tiny" in card and "Limits." in card and "2 epochs" in card
    assert "negative ELBO, nats" not in card
    assert "--channels 4,8" in training_command(load(tiny_folder))
    assert "--beta" in training_command(replace(load(tiny_folder), model=ModelConfig("vae", beta=4.0)))


def test_a_card_says_what_training_began_with_and_what_was_kept_of_it(tiny_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "tiny")
    assert "began with" not in cards.card(folder) and "--snapshots" not in cards.card(folder)
    told = json.loads((folder / HISTORY).read_text())
    (folder / HISTORY).write_text(json.dumps({"start": "vae-2d, 0123456789ab"} | told))
    (folder / FIGURES).write_text(json.dumps({"moments": [{}, {}]}))
    assert "It began with the weights of vae-2d, 0123456789ab." in cards.card(folder)
    assert "--snapshots 2\n```" in cards.card(folder)


def test_a_card_of_what_was_trained_in_the_page_gives_no_command_that_would_not_make_it(
    tiny_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "tiny")
    (folder / cards.IN_PAGE).write_text('{"start": "one", "images": 1, "steps": 30}')
    card = cards.card(folder)
    assert "Trained in the page, in 30 steps of 64 of 1 images" in card
    assert "latent-explorer train" not in card


def test_a_card_of_a_vae_has_its_draws_around_mu_beside_its_twin_s(twins: Path) -> None:
    def of(value: float) -> dict[str, Any]:
        return {
            name: {"value": value, "low": value - 0.01, "high": value + 0.01} for name in ("label_kept", "mse_median")
        }

    assert "draws around" not in cards.card(twins / "tiny")
    test = {"negative_elbo": 1, "reconstruction": 1, "kl": 1, "mse_interval": 1, "active_units": 1}
    for ae, shown in ((of(0.5), "80.0 [79.0, 81.0]; in `point` 50.0 [49.0, 51.0]"), (None, "80.0 [79.0, 81.0]")):
        samples = {"draws": 8, "curve": [{"temperature": 2, "vae": of(0.8), "ae": ae}]}
        metrics = {
            "parameters": 1,
            "test": test | {"iwae_nll": 1, "iwae_k": 1},
            "nearness": {"posterior_samples": samples},
        }
        (twins / "tiny" / "metrics.json").write_text(json.dumps(metrics))
        card = cards.card(twins / "tiny")
        assert f"| draws around μ at temperature 2 that keep its label, % | {shown} |" in card


def test_cards_of_ones_own_models_are_of_these_alone(twins: Path, tmp_path: Path) -> None:
    """Also of a model that is called as a shipped one, whose figures would be others."""
    (twins / "tiny").rename(twins / "vae-2d")
    made = run("cards", "--models", twins)
    assert made.exit_code == 0, made.output
    assert [line for line in made.output.splitlines() if line.startswith("## ")] == ["## point", "## vae-2d"]
    assert "Figures are of the test images of each model's set" in made.output and "--channels 4,8" in made.output
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    refused = run("cards", "--models", nothing)
    assert refused.exit_code == 1 and "there is no model in" in refused.output


def test_a_card_says_where_a_model_was_trained_by_many_processes(tiny_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "tiny")
    assert "1 thread(s) of a cpu |" in cards.card(folder)
    history = json.loads((folder / HISTORY).read_text())
    (folder / HISTORY).write_text(json.dumps(history | {"processes": 2}))
    assert "1 thread(s) of a cpu in each of 2 processes |" in cards.card(folder)
