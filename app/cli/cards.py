"""Model cards: one Markdown page about the models in a folder, generated from their own files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from latent_explorer.app.cli import metrics_tables
from latent_explorer.app.cli.foreign_card import foreign_card
from latent_explorer.app.cli.loss_plot import CURVES
from latent_explorer.app.cli.scoreboard import cell, twins
from latent_explorer.app.cli.training_options import DEFAULTS, in_words, options
from latent_explorer.model.config import MNIST, ConfigError, ModelConfig, TrainConfig
from latent_explorer.model.config.sprites import COLOUR_SPRITES, SPRITES
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.store.checkpoint import HISTORY, Checkpoint
from latent_explorer.model.store.foreign import is_foreign, load_any
from latent_explorer.model.store.image_sets import JUDGE, SETS
from latent_explorer.model.store.snapshots import FIGURES

HEAD = """# The models

Made by `latent-explorer cards > model/zoo/README.md` from the files in each folder; figures are of test images, 10,000
of MNIST's and of sprites, 5,000 in colour, [in brackets] 95 % bootstrap intervals. Every model was trained on 55,000
of MNIST's 60,000 training images, or 36,000 of 40,000 sprites, or 18,000 of 20,000 in colour; the others are the
validation split, drawn by the seed, whose curve is in `history.json` and drawn in the card (that of MNIST's judge was
not kept; its command took 9 minutes when it was repeated, on one core). No test image ever trained.

All but the judges are autoencoders of one architecture: a convolutional encoder, and a residual MLP as decoder. The
small twins have a dense encoder and an eighth of the weights, and 16 moments of their training are kept. All know
their own images and nothing else, 28×28 grey digits in MNIST's convention or the sprites that we draw: anything else
is rebuilt as the nearest of them. MNIST's digits were written by American census workers and students; ways of writing
from elsewhere, such as a crossed 7, are rare.
"""

SHORT_HEAD = "# The models\n\nFigures are of {}, [in brackets] 95 % bootstrap intervals.\n"
OF_EACH = "the test images of each model's set"

IN_PAGE = "trained_in_page.json"  # beside the weights of what static/core/trained_files.js wrote
DIGEST = "page_digest.json"  # as tests/js/engine/digests.js writes it

TOLD = {
    "MIG": "mig",
    "SAP": "sap",
    "DCI: disentanglement": "disentanglement",
    "DCI: completeness": "completeness",
    "DCI: informativeness": "informativeness",
}

LIMITS = {
    "ae": "A code is a point: nothing holds codes near one another or near the prior, and places between them may "
    "decode to no {item}. It has no likelihood of an image.",
    "vae": "The posterior has independent axes, so that its negative ELBO stays above the true NLL; "
    "decoded images are means over what the code leaves open, and are blurred.",
    "judge": "It names one of {classes} classes for any picture at all, and was calibrated on {items} only: on "
    "pictures far from them its confidence means little. It is part of no model and measures all.",
}


def cards(models: Path, head: str = HEAD) -> str:
    """The page: a card for each model in the folder and each judge, and results over several seeds if there are any.

    Raises ConfigError where there is no model.
    """
    folders = sorted(path.parent for path in models.glob(f"*/{checkpoint.CONFIG}"))
    if not folders:
        raise ConfigError(f"there is no model in {models}; name the folder that models stand in, such as runs")
    return cards_of(head, folders + sorted(models.glob(f"{SETS}/*/{JUDGE}")))


def cards_of(head: str, folders: list[Path]) -> str:
    """The page of some models, each in its folder, below a head."""
    parts = [head, *map(card, folders), *map(_twins, folders)]
    return "\n".join(filter(None, parts)).rstrip() + "\n"


def card(folder: Path) -> str:
    """One model's card."""
    loaded = load_any(folder)
    if not isinstance(loaded, Checkpoint):
        return foreign_card(loaded)
    lines = [f"## {_name(loaded)}\n", _what(loaded), _how(loaded, folder)]
    lines += [f"It began with the weights of {start}.\n"] if (start := _start(folder)) else []
    lines += [
        f"| {name} | {value} |" for name, value in [("figure", "value"), ("---", "---"), *_figures(loaded, folder)]
    ]
    if (folder / CURVES).is_file():
        lines += [f"\n![Losses of {loaded.id} over the epochs]({loaded.id}/{CURVES})"]
    images = loaded.images
    limits = LIMITS[loaded.model.kind].format(item=images.item, items=images.items, classes=len(images.classes))
    return "\n".join([*lines, f"\nLimits. {limits}\n"])


def _how(loaded: Checkpoint, folder: Path) -> str:
    """How to make the model again: a command, but of one that was trained in the page, where no command trains it."""
    if in_page := files.read_json(folder / IN_PAGE):
        steps, images = in_page.get("steps"), in_page.get("images")
        return f"\nTrained in the page, in {steps} steps of 64 of {images} images; `{IN_PAGE}` says how.\n"
    return f"\n```sh\n{training_command(loaded)}{_kept_moments(folder)}\n```\n"


def _kept_moments(folder: Path) -> str:
    """The option that kept moments of training, where it was given."""
    count = len(files.read_json(folder / FIGURES).get("moments", []))
    return f" --snapshots {count}" if count else ""


def _start(folder: Path) -> str | None:
    """The id and revision of the model whose weights training began with, in place of random ones."""
    start: str | None = files.read_json(folder / HISTORY).get("start")
    return start


def _name(loaded: Checkpoint) -> str:
    """A set's judge is called so in each, and told apart by the set."""
    of_others = loaded.model.kind == "judge" and loaded.images != MNIST
    return f"{loaded.id} of {loaded.images.id}" if of_others else loaded.id


def training_command(loaded: Checkpoint) -> str:
    """The `train` command that makes this model: all settings that differ from the defaults."""
    words = ["latent-explorer", "train", "--model", loaded.id]
    words += [] if loaded.images == MNIST else ["--data", loaded.images.id]
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
    images = "" if loaded.images == MNIST else f"Of {loaded.images.id}. "
    return f"{images}{kind} of {model.latent_dim} latent dimensions, {likelihood}{beta}{twin}."


def _figures(loaded: Checkpoint, folder: Path) -> list[tuple[str, str]]:
    history = files.read_json(folder / HISTORY)
    trained = list(_training(history)) if history else []
    if not loaded.metrics:
        return trained
    size = ("parameters", f"{loaded.metrics['parameters']:,}")
    of_kind = _of_judge(loaded.metrics) if loaded.model.kind == "judge" else _of_model(loaded.metrics["test"])
    of_kind = ((name, value) for name, value in of_kind if value != metrics_tables.NONE)
    shown = [*of_kind, *_told(loaded.metrics.get("factors", {})), *_around(loaded)]
    return [size, *trained, *shown, *_in_page(files.read_json(folder / DIGEST), loaded.revision)]


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
    if exact := test.get("exact_nll"):
        yield "exact NLL by quadrature, nats", metrics_tables.shown(exact)
        yield "… changed by the last two halvings of its lattice, nats", metrics_tables.shown(test["exact_nll_error"])
    else:
        yield f"importance-weighted NLL, k = {test['iwae_k']}, nats", metrics_tables.shown(test["iwae_nll"])
    yield "squared error per pixel", metrics_tables.shown(test["mse_interval"])
    yield "active units", metrics_tables.shown(test["active_units"])
    if alone := test.get("encoder_alone"):
        yield "negative ELBO of the encoder alone, nats", metrics_tables.shown(alone["negative_elbo"])
        yield "reconstruction term of the encoder alone, nats", metrics_tables.shown(alone["reconstruction"])


def _told(factors: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Which axis holds which factor, where the factors are known."""
    for name, key in TOLD.items() if factors else ():
        yield name, metrics_tables.shown(factors[key])
    for place, factor in enumerate(factors.get("of_factors", ())):
        shares = [of_axis[place] for of_axis in factors["axes"]["information"]]
        best = max(range(len(shares)), key=shares.__getitem__)
        yield f"{factor}: most is told by", f"axis {best}, {100 * shares[best]:.0f} % of its entropy"


def _around(loaded: Checkpoint) -> Iterator[tuple[str, str]]:
    """How many draws around μ keep its label, in a VAE that was measured so, and as many sd from μ in its twin."""
    for point in loaded.metrics.get("nearness", {}).get("posterior_samples", {}).get("curve", []):
        if "label_kept" not in point["vae"]:
            continue  # no judge
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
    if is_foreign(folder):
        return ""
    vae = checkpoint.load(folder)
    beside = folder.parent / (vae.model.twin or "")
    if not vae.model.samples or not (beside / checkpoint.METRICS).is_file() or is_foreign(beside):
        return ""
    ae = checkpoint.load(beside)
    if ae.model.twin != vae.id or "nearness" not in vae.metrics:
        return ""
    how = f"--seeds {vae.seeds['vae']['seeds']}" if vae.seeds else "--twin"
    data = "" if vae.images in (MNIST, SPRITES, COLOUR_SPRITES) else " --data …"
    repeat = f"`latent-explorer evaluate --model {vae.id} {how}{data}` repeats it."
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
