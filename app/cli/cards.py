"""Model cards: one Markdown page about the shipped models, generated from their own files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from latent_explorer.app.cli import metrics_tables
from latent_explorer.app.cli.loss_plot import CURVES
from latent_explorer.app.cli.scoreboard import cell, twins
from latent_explorer.app.cli.training_options import DEFAULTS, in_words, options
from latent_explorer.model.config import ModelConfig, TrainConfig
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.store.checkpoint import HISTORY, Checkpoint

HEAD = """# The models

Made by `latent-explorer cards > model/zoo/README.md` from the files in each folder; figures are of MNIST's 10,000 test
images, [in brackets] 95 % bootstrap intervals. Every model was trained on 55,000 of MNIST's 60,000 training images; the
other 5,000 are the validation split, drawn by the seed, whose curve is in `history.json` and drawn in the card (the
judge's was not kept; its command took 9 minutes when it was repeated, on one core). No test image ever trained.

All but the judge are autoencoders of one architecture: a convolutional encoder, and a residual MLP as decoder. They
know 28×28 grey digits in MNIST's convention and nothing else: anything else is rebuilt as the nearest digit. The digits
were written by American census workers and students; ways of writing from elsewhere, such as a crossed 7, are rare.
"""

DIGEST = "page_digest.json"  # as tests/js/engine/digests.js writes it

LIMITS = {
    "ae": "A code is a point: nothing holds codes near one another or near the prior, and places between them may "
    "decode to no digit. It has no likelihood of an image.",
    "vae": "The posterior has independent axes, so that its negative ELBO stays above the true NLL; "
    "decoded images are means over what the code leaves open, and are blurred.",
    "judge": "It names one of ten digits for any picture at all, and was calibrated on digits only: on pictures far "
    "from them its confidence means little. It is part of no model and measures all.",
}


def cards(zoo: Path) -> str:
    """The page: a card for each model in the folder, and results over several seeds where there are any."""
    return cards_of(HEAD, sorted(path.parent for path in zoo.glob(f"*/{checkpoint.CONFIG}")))


def cards_of(head: str, folders: list[Path]) -> str:
    """The page of some models, each in its folder, below a head."""
    parts = [head, *map(card, folders), *map(_twins, folders)]
    return "\n".join(filter(None, parts)).rstrip() + "\n"


def card(folder: Path) -> str:
    """One model's card."""
    loaded = checkpoint.load(folder)
    lines = [f"## {loaded.id}\n", _what(loaded), f"\n```sh\n{training_command(loaded)}\n```\n"]
    lines += [
        f"| {name} | {value} |" for name, value in [("figure", "value"), ("---", "---"), *_figures(loaded, folder)]
    ]
    if (folder / CURVES).is_file():
        lines += [f"\n![Losses of {loaded.id} over the epochs]({loaded.id}/{CURVES})"]
    return "\n".join([*lines, f"\nLimits. {LIMITS[loaded.model.kind]}\n"])


def training_command(loaded: Checkpoint) -> str:
    """The `train` command that makes this model: all settings that differ from the defaults."""
    words = ["latent-explorer", "train", "--model", loaded.id]
    configs: tuple[ModelConfig | TrainConfig, ...] = loaded.model, loaded.training
    for config, default in zip(configs, DEFAULTS, strict=True):
        for name, option in options(config).items():
            value = getattr(config, name)
            if value not in (getattr(default, name), None):
                words += [option, in_words(value)]
    return " ".join(words)


def _what(loaded: Checkpoint) -> str:
    model = loaded.model
    if model.kind == "judge":
        return "The classifier that measures decoded images."
    kind, beta = ("VAE", f", β = {model.beta:g}") if model.samples else ("Autoencoder", "")
    likelihood = "Bernoulli likelihood"
    if model.likelihood == "gaussian":
        likelihood = f"Gaussian likelihood of sd {model.observation_sd:g}: squared error"
    twin = f"; its twin is `{model.twin}`" if model.twin else ""
    return f"{kind} of {model.latent_dim} latent dimensions, {likelihood}{beta}{twin}."


def _figures(loaded: Checkpoint, folder: Path) -> list[tuple[str, str]]:
    history = files.read_json(folder / HISTORY)
    trained = list(_training(history)) if history else []
    if not loaded.metrics:
        return trained
    size = ("parameters", f"{loaded.metrics['parameters']:,}")
    of_kind = _of_judge(loaded.metrics) if loaded.model.kind == "judge" else _of_model(loaded.metrics["test"])
    of_kind = ((name, value) for name, value in of_kind if value != metrics_tables.NONE)
    return [size, *trained, *of_kind, *_around(loaded), *_in_page(files.read_json(folder / DIGEST), loaded.revision)]


def _in_page(digest: dict[str, Any], revision: str) -> Iterator[tuple[str, str]]:
    """What makes out the page's own images, if they were made with these weights."""
    if digest.get("revision") == revision:
        yield f"SHA-256 of {digest['images']:,} images decoded by the page's engine, in any browser", digest["sha256"]


def _of_judge(metrics: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "accuracy", f"{100 * metrics['test']['accuracy']:.2f} %"
    yield "expected calibration error", f"{metrics['calibration']['expected_error']:.4f}"
    for row in metrics["calibration"]["bins"]:
        sure, right = (f"{100 * row[name]:.1f} %" for name in ("confidence", "accuracy"))
        yield f"… of {row['count']:,} answers that are {sure} sure on average", f"{right} are right"


def _of_model(test: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "negative ELBO, nats", metrics_tables.shown(test["negative_elbo"])
    yield "reconstruction term, nats", metrics_tables.shown(test["reconstruction"])
    yield "KL divergence, nats", metrics_tables.shown(test["kl"])
    yield f"importance-weighted NLL, k = {test['iwae_k']}, nats", metrics_tables.shown(test["iwae_nll"])
    yield "squared error per pixel", metrics_tables.shown(test["mse_interval"])
    yield "active units", metrics_tables.shown(test["active_units"])
    if alone := test.get("encoder_alone"):
        yield "negative ELBO of the encoder alone, nats", metrics_tables.shown(alone["negative_elbo"])
        yield "reconstruction term of the encoder alone, nats", metrics_tables.shown(alone["reconstruction"])


def _around(loaded: Checkpoint) -> Iterator[tuple[str, str]]:
    """How many draws around μ keep its label, in a VAE that was measured so, and as many sd from μ in its twin."""
    for point in loaded.metrics.get("nearness", {}).get("posterior_samples", {}).get("curve", []):
        own, other = (point[side] and cell(point[side]["label_kept"], 100, 1) for side in ("vae", "ae"))
        name = f"draws around μ at temperature {point['temperature']} that keep its label, %"
        yield name, f"{own}; in `{loaded.model.twin}` {other}" if other else own


def _training(history: dict[str, Any]) -> Iterator[tuple[str, str]]:
    epochs = history["epochs"]
    minutes = sum(epoch["seconds"] for epoch in epochs) / 60
    place = f"{history['threads']} thread(s) of a {history['device']}"
    if (processes := history.get("processes", 1)) > 1:
        place += f" in each of {processes} processes"
    yield "training", f"{len(epochs)} epochs, {minutes:.1f} minutes on {place}"
    for last in epochs[-1:]:  # empty if stopped within the first epoch
        yield (
            "last epoch, reconstruction + β KL of the encoder alone, nats",
            f"training {last['train_loss']:.2f}, validation {last['validation_loss']:.2f}",
        )


def _twins(folder: Path) -> str:
    """The scoreboard of a VAE and its twin, or '' for other models and for twins not measured."""
    vae = checkpoint.load(folder)
    beside = folder.parent / (vae.model.twin or "")
    if not vae.model.samples or not (beside / checkpoint.METRICS).is_file():
        return ""
    ae = checkpoint.load(beside)
    if ae.model.twin != vae.id or "nearness" not in vae.metrics:
        return ""
    how = f"--seeds {vae.seeds['vae']['seeds']}" if vae.seeds else "--twin"
    repeat = f"`latent-explorer evaluate --model {vae.id} {how}` repeats it."
    return f"## {ae.id} against {vae.id}\n\n{twins(ae, vae)}\n{repeat}\n{_every_line(vae)}"


def _every_line(vae: Checkpoint) -> str:
    if not vae.seeds:
        return ""
    rows = "\n".join(f"| {' | '.join(row)} |" for row in metrics_tables.rows(vae.seeds["ae"], vae.seeds["vae"]))
    return (
        f"\n### Every line of {vae.id} and its twin over {vae.seeds['vae']['seeds']} seeds\n\n"
        f"The {metrics_tables.OVER_SEEDS}; the better is named only where these ranges lie apart.\n\n"
        f"| figure | autoencoder | VAE | better |\n|---|---|---|---|\n{rows}\n"
    )
