"""What a report is about, and its figures as JSON: names, units, verdicts, versions."""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Literal

from latent_explorer.app.report.words import Words
from latent_explorer.model.codec import Codec
from latent_explorer.model.measures.health import Health

PACKAGES = ("latent-explorer", "torch", "numpy", "scipy")
SD = "standard deviations of the codes on that axis"
# By the figure's name. Shares are of 1; what has no unit is a ratio, a correlation, a number of things, or a name.
UNITS = {
    "kl_nats": "nats per image",
    "kl_by_axis_nats": "nats per image",
    "variance_of_mu": "latent units squared",
    "sd_of_mu": "latent units",
    "rms_sigma": "latent units",
    "change_by_sigma_per_axis": "squared change of the image per active axis, over squared error per pixel",
    "sigma_over_spread": "median over active axes of σ over the spread of the codes",
    "mean_by_axis": "latent units",
    "variance_by_axis": "latent units squared",
    "kolmogorov_by_axis": "largest difference of distribution functions, 0 to 1",
    "worst_kolmogorov": "largest difference of distribution functions, 0 to 1",
    "gaussian_kl_nats": "nats",
    "gaussian_kl_by_chance_nats": "nats",
    "total_correlation_nats": "nats",
    "outside": "share of draws",
    "outside_by_chance": "share of draws",
    "usual_distance_sd": SD,
    "farther_than_0.1_sd": "share of draws",
    "farther_than_0.1_sd_by_chance": "share of draws",
    "judge_sure": "share of draws",
    "label_entropy_nats": "nats",
    "squared_error_per_pixel": "pixel values (0 to 1) squared",
    "variance_explained": "share of the variance over images",
    "codes_sd": SD,
    "draws_sd": SD,
    "codes_sigma": "σ of the code that comes back",
    "extra_error": "share of the squared error at μ",
    "wider_than_prior": "share of posteriors on active axes",
    "blank_error_above": "share of images",
    "step_curve": f"step in {SD}; change in pixel values (0 to 1) squared, per pixel",
    "change_by_0.1_sd_over_random_pair": "share of the squared difference of two images taken at random",
}


Source = Literal["sample", "test", "given"]


@dataclass(frozen=True)
class Report:
    """The health of a model; `source`: of the sample beside it, of all test images, or of images that were given."""

    codec: Codec
    health: Health
    source: Source


def versions() -> dict[str, str]:
    """Which versions of the packages computed the figures."""
    return {name: version(name) for name in PACKAGES}


def record(report: Report, words: Words, said: dict[str, str]) -> dict[str, Any]:
    """The report, JSON-ready; `said` are the verdicts in words, by section."""
    loaded = report.codec.checkpoint
    model, sections = loaded.model, report.health.sections
    return {
        "model": {
            "id": loaded.id,
            "revision": loaded.revision,
            "kind": model.kind,
            "latent_dim": model.latent_dim,
            "likelihood": model.likelihood,
            "observation_sd": model.observation_sd if model.likelihood == "gaussian" else None,
            "beta": model.beta if model.samples else None,
            "parameters": loaded.parameters or None,
        },
        "images": {
            "set": report.codec.images.id,
            "count": report.health.images,
            "given": report.health.given,
            "source": report.source,
        },
        "seed": report.health.seed,
        "versions": versions(),
        "language": words.language,
        "interval": "95 % bootstrap",
        "verdicts": {
            name: {"level": section.verdict.level, "key": section.verdict.key, "says": said[name]}
            for name, section in sections.items()
        },
        "figures": {name: section.figures for name, section in sections.items()},
        "units": UNITS,
    }
