"""The sections of a report as they are shown: the verdict in words, the figures as rows, and pictures."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from latent_explorer.app.report.pictures_of_codes import (
    axes_pictures,
    collapse_pictures,
    holes_pictures,
    nearness_pictures,
    prior_pictures,
    round_trip_pictures,
    width_pictures,
)
from latent_explorer.app.report.pictures_of_images import draws_pictures, misfit_pictures
from latent_explorer.app.report.record import Report
from latent_explorer.app.report.values import Value, sentence_values, values_of
from latent_explorer.app.report.words import Words
from latent_explorer.model.measures.health_subject import Level, Section

SYMBOLS: dict[Level, str] = {"good": "✓", "mind": "!", "bad": "✕", "none": "–"}
PICTURES: dict[str, Callable[[Section, Words], list[Markup]]] = {
    "axes": axes_pictures,
    "collapse": collapse_pictures,
    "prior": prior_pictures,
    "holes": holes_pictures,
    "draws": draws_pictures,
    "round_trip": round_trip_pictures,
    "width": width_pictures,
    "misfit": misfit_pictures,
    "nearness": nearness_pictures,
}
# Of each section's figures those that stand in its table, in this order; the others are in the JSON, and in pictures.
ROWS: dict[str, tuple[str, ...]] = {
    "axes": ("active_units", "kl_nats"),
    "collapse": ("idle_axes", "change_by_sigma_per_axis", "sigma_over_spread"),
    "prior": ("worst_kolmogorov", "gaussian_kl_nats", "gaussian_kl_by_chance_nats", "total_correlation_nats"),
    "holes": (
        "outside",
        "outside_by_chance",
        "farther_than_0.1_sd",
        "farther_than_0.1_sd_by_chance",
        "judge_sure",
        "label_entropy_nats",
    ),
    "draws": (
        "squared_error_per_pixel",
        "variance_explained",
        "sharpness_of_rebuilt_over_images",
        "sharpness_of_draws_over_rebuilt",
        "nearest_image_of_draws_over_rebuilt",
    ),
    "round_trip": ("codes_sd", "codes_sigma", "draws_sd"),
    "width": (
        "fitting_beta",
        "fitting_beta_if_bernoulli",
        "fitting_beta_if_gaussian",
        "declared_beta",
        "rank_correlation",
        "slope",
        "extra_error",
        "wider_than_prior",
    ),
    "misfit": ("auroc_inverted", "auroc_shifted", "auroc_shuffled", "auroc_other", "blank_error_above"),
    "nearness": ("step_share", "rank_all", "rank_near", "label_kept"),
}


@dataclass(frozen=True)
class Shown:
    """A section, ready to be set on the page."""

    name: str
    level: Level
    symbol: str
    verdict: str
    rows: list[tuple[str, Value]]
    pictures: list[Markup]


def verdicts(report: Report, words: Words) -> dict[str, str]:
    """How each section ends, as a sentence."""
    return {name: _verdict(name, section, words) for name, section in report.health.sections.items()}


def shown(report: Report, words: Words) -> list[Shown]:
    """All sections of a report, in its order."""
    return [_shown(name, section, words) for name, section in report.health.sections.items()]


def _verdict(name: str, section: Section, words: Words) -> str:
    named = sentence_values(section, values_of(name, section, words), words)
    return words.says(f"{name}.{section.verdict.key}", **named)


def _shown(name: str, section: Section, words: Words) -> Shown:
    values = values_of(name, section, words)
    named = sentence_values(section, values, words)
    rows = [(words.says(f"row.{key}", **named), values[key]) for key in ROWS[name] if key in values]
    level = section.verdict.level
    return Shown(name, level, SYMBOLS[level], _verdict(name, section, words), rows, PICTURES[name](section, words))


def counts(sections: list[Shown]) -> dict[Level, int]:
    """How many sections ended how, by level; levels that none has are left out."""
    found = {level: sum(one.level == level for one in sections) for level in SYMBOLS}
    return {level: number for level, number in found.items() if number}
