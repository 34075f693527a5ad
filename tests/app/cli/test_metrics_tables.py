import json
from typing import Any

import pytest
from rich.console import Console

from latent_explorer.app.cli.metrics_tables import (
    ROWS,
    Better,
    comparison,
    figure,
    label,
    pair,
    rows,
    shown,
    whole,
    winner,
)
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import METRICS


def interval(low: float, high: float) -> dict[str, float]:
    return {"value": (low + high) / 2, "low": low, "high": high}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    return {name: json.loads((ZOO / name / METRICS).read_text()) for name in ("ae-2d", "vae-2d")}


def printed(table: object) -> str:
    console = Console(width=200, record=True, file=None, quiet=False)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


@pytest.mark.parametrize(
    ("ae", "vae", "better", "expected"),
    [
        (interval(1, 2), interval(3, 4), "low", "autoencoder"),
        (interval(1, 2), interval(3, 4), "high", "VAE"),
        (interval(3, 4), interval(1, 2), "low", "VAE"),
        (interval(1, 3), interval(2, 4), "low", "tie"),
        (interval(1, 2), interval(3, 4), None, ""),
        (None, 3.0, "low", ""),
        (0.1, 0.2, "low", "autoencoder"),
    ],
)
def test_only_intervals_that_lie_apart_name_a_winner(ae: Any, vae: Any, better: Better, expected: str) -> None:
    assert winner(ae, vae, better) == expected


def test_scoreboard_has_every_line_of_the_shipped_twins(shipped: dict[str, Any]) -> None:
    of_seeds = {"distances.straight_variation", "distances.geodesic_variation"}
    lacking = {path for path in ROWS if figure(shipped["vae-2d"], path) is None}
    assert lacking <= of_seeds | {"test.exact_nll"}  # which models that were measured before it lack
    text = printed(comparison(shipped["ae-2d"], shipped["vae-2d"]))
    assert "step_curve 0.1 label_kept" in text and "neighbours trustworthiness" in text
    assert "autoencoder" in text.split("knn_accuracy")[1].splitlines()[0]


def test_no_figure_is_less_than_nothing_by_its_sign_alone() -> None:
    """The entropy of draws that all have one label is -0."""
    assert [shown(value) for value in (-0.0, -1e-9, interval(-0.0, -0.0), -0.5)] == [
        "0.0000",
        "0.0000",
        "0 [0, 0]",
        "-0.5000",
    ]


def test_a_step_is_named_by_its_length(shipped: dict[str, Any]) -> None:
    assert label("nearness.step_curve_mad.4.mse_p95", shipped["vae-2d"]) == "step_curve_mad 1 mse_p95"
    assert label("test.mse", shipped["vae-2d"]) == "mse"


def test_samples_around_mu_are_both_in_the_vae_s_metrics(shipped: dict[str, Any]) -> None:
    ae, vae = shipped["ae-2d"], shipped["vae-2d"]
    of_both = vae["nearness"]["posterior_samples"]["curve"][2]
    path = "nearness.posterior_samples.curve.2.vae.label_kept"
    assert pair(ae, vae, path) == (of_both["ae"]["label_kept"], of_both["vae"]["label_kept"])
    assert pair(ae, vae, "test.kl") == (None, vae["test"]["kl"])
    assert label(path, vae) == "posterior_samples 4 label_kept"
    assert len([row for row in rows(ae, vae) if row[0].startswith("posterior_samples ")]) == 6


def test_one_model_is_shown_whole(shipped: dict[str, Any]) -> None:
    text = printed(whole("vae-2d", shipped["vae-2d"]))
    assert "quantiles" in shipped["vae-2d"]["test"] and "quantiles" not in text
    assert "test.negative_elbo" in text and f"{shipped['vae-2d']['test']['negative_elbo']:.4f}" in text
