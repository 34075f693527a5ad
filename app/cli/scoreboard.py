"""The scoreboard: headline figures of an autoencoder beside its VAE's, as Markdown for docs/method.md and the cards."""

from typing import Any

from latent_explorer.app.cli.metrics_tables import NONE, OVER_SEEDS, ROWS, figure, winner
from latent_explorer.model.store.checkpoint import Checkpoint

EXACT, BOUND = "test.exact_nll", "test.iwae_nll"

# A row's name, its path in metrics.json, the factor to multiply it by, and its decimals.
HEADLINES = (
    ("Negative ELBO, nats per image (z sampled)", "test.negative_elbo", 1, 2),
    ("… its reconstruction term", "test.reconstruction", 1, 2),
    ("… its KL divergence", "test.kl", 1, 2),
    ("Exact NLL, nats", EXACT, 1, 2),
    ("Importance-weighted NLL, nats", BOUND, 1, 2),
    ("Squared error per pixel at the code itself", "test.mse_interval", 1, 4),
    ("Label kept after a step of 0.1 sd of the cloud, %", "nearness.step_curve.1.label_kept", 100, 1),
    ("… after a step of 0.1 MAD of the cloud, %", "nearness.step_curve_mad.1.label_kept", 100, 1),
    ("… after a step of 1 MAD of the cloud, %", "nearness.step_curve_mad.4.label_kept", 100, 1),
    ("Image change after 0.1 sd, median MSE per pixel", "nearness.step_curve.1.mse_median", 1, 5),
    ("Rank correlation of latent and decoded distance", "nearness.rank_correlation.all", 1, 3),
    ("… among the nearest 5 % of pairs", "nearness.rank_correlation.nearest_5_percent", 1, 3),
    ("Local path length of 0.01 sd, p99 over median", "nearness.tail.close", 1, 1),
    ("… of 0.1 sd", "nearness.tail.local", 1, 1),
    ("Largest over mean step on a straight line, median", "nearness.tail.lines", 1, 1),
    ("Draws from N(0, I) farther than 0.1 sd from any training code, %", "nearness.holes.standard.far", 100, 1),
    ("Draws from N(0, I) that the judge is sure of, %", "nearness.holes.standard.judge_sure", 100, 1),
    ("… from a Gaussian fitted to the codes, %", "nearness.holes.fitted.judge_sure", 100, 1),
    ("Label entropy of draws from N(0, I), nats", "nearness.holes.standard.label_entropy", 1, 3),
    ("kNN accuracy of the codes (k = 10), %", "nearness.neighbours.knn_accuracy", 100, 1),
    ("Trustworthiness (k = 10)", "nearness.neighbours.trustworthiness", 1, 3),
    ("Continuity (k = 10)", "nearness.neighbours.continuity", 1, 3),
    ("Straight distance of two images: variation over seeds, %", "distances.straight_variation", 100, 1),
    ("… along the shortest path", "distances.geodesic_variation", 100, 1),
)


def twins(ae: Checkpoint, vae: Checkpoint) -> str:
    """The scoreboard of a pair: pooled over seeds if several were trained, else of the two models."""
    names = ae.id, vae.id
    if vae.seeds:
        what = f"{vae.seeds['vae']['seeds']} seeds: {OVER_SEEDS}"
        return scoreboard(names, vae.seeds["ae"], vae.seeds["vae"], what)
    what = f"{vae.metrics['test']['images']:,} test images [95 % bootstrap]"
    return scoreboard(names, ae.metrics, vae.metrics, what)


def scoreboard(names: tuple[str, str], ae: dict[str, Any], vae: dict[str, Any], what: str) -> str:
    """A Markdown table of both models' metrics; the better figure is bold if the two ranges don't overlap.

    `what` heads the first column: what the figures and their ranges are of. What neither has is left out, and the NLL's
    bound where it is known exactly.
    """
    head = f"| {what} | `{names[0]}` | `{names[1]}` |\n|---|---|---|\n"
    is_exact = figure(vae, EXACT) is not None
    known = [line for line in HEADLINES if any(figure(one, line[1]) is not None for one in (ae, vae))]
    return head + "".join(_row(*line, ae, vae) for line in known if not (is_exact and line[1] == BOUND))


def _row(name: str, path: str, scale: int, decimals: int, ae: dict[str, Any], vae: dict[str, Any]) -> str:
    figures = {"autoencoder": figure(ae, path), "VAE": figure(vae, path)}
    best = winner(figures["autoencoder"], figures["VAE"], ROWS[path])
    cells = {side: cell(value, scale, decimals) for side, value in figures.items()}
    marked = [f"**{cell}**" if side == best else cell for side, cell in cells.items()]
    return f"| {name} | {' | '.join(marked)} |\n"


def cell(value: Any, scale: int, decimals: int) -> str:
    """A figure, scaled, with its interval if it has one; NONE for None."""
    if value is None:
        return NONE
    if not isinstance(value, dict):
        return f"{scale * value:.{decimals}f}"
    shown, low, high = (f"{scale * value[key]:.{decimals}f}" for key in ("value", "low", "high"))
    return f"{shown} [{low}, {high}]"
