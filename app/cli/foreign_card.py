"""The card of a model that was built elsewhere: what was confirmed of it, and what was measured."""

from latent_explorer.app.cli import metrics_tables
from latent_explorer.model.config import MNIST
from latent_explorer.model.foreign.calibration_text import OUTPUT, pixels_in, second_of
from latent_explorer.model.store.foreign import ForeignCheckpoint


def foreign_card(loaded: ForeignCheckpoint) -> str:
    """As Markdown."""
    rows = [f"| {name} | {value} |" for name, value in [("figure", "value"), ("---", "---"), *_figures(loaded)]]
    return "\n".join([f"## {loaded.id}\n", _what(loaded), "", *rows, ""])


def _what(loaded: ForeignCheckpoint) -> str:
    model, images = loaded.model, "" if loaded.images == MNIST else f"Of {loaded.images.id}. "
    kind = "VAE" if model.samples else "Autoencoder"
    sd = "" if model.observation_sd is None else f" of sd {model.observation_sd:g}"
    declared = f"{model.likelihood} likelihood{sd}, as its user declared"
    likelihood = declared if model.likelihood else "no declared likelihood"
    return (
        f"{images}{kind} of {model.latent_dim} latent dimensions that was built elsewhere ({model.form}), {likelihood}."
    )


def _figures(loaded: ForeignCheckpoint) -> list[tuple[str, str]]:
    conventions, test = loaded.model.conventions, loaded.metrics.get("test", {})
    known = [("parameters", "–" if loaded.parameters is None else f"{loaded.parameters:,}")]
    known += [("the encoder takes", pixels_in(conventions)), ("the decoder gives", OUTPUT[conventions.output])]
    known += [("beside μ the encoder gives", second_of(conventions))]
    measured = {
        "negative ELBO, nats": "negative_elbo",
        "KL divergence, nats": "kl",
        "squared error per pixel": "mse_interval",
        "active units": "active_units",
    }
    return known + [
        (name, metrics_tables.shown(test[key])) for name, key in measured.items() if test.get(key) is not None
    ]
