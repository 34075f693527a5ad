import re
from dataclasses import replace

import pytest

from latent_explorer.app.cli.metrics_tables import ROWS
from latent_explorer.app.cli.scoreboard import HEADLINES, scoreboard, twins
from latent_explorer.model.registry import ZOO, open_model
from latent_explorer.model.store.checkpoint import load
from tests.helpers.paths import DOCS, README


def figure(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.01, "high": value + 0.01}


def test_the_better_figure_is_bold_where_the_ranges_lie_apart() -> None:
    ae = {"test": {"mse_interval": figure(0.03)}, "nearness": {"neighbours": {"knn_accuracy": figure(0.85)}}}
    vae = {"test": {"mse_interval": figure(0.04)}, "nearness": {"neighbours": {"knn_accuracy": figure(0.8)}}}
    table = scoreboard(("a", "v"), ae, vae, "of 5 images")
    assert "| 0.0300 [0.0200, 0.0400] | 0.0400 [0.0300, 0.0500] |" in table
    assert "| **85.0 [84.0, 86.0]** | 80.0 [79.0, 81.0] |" in table
    assert "Negative ELBO" not in table  # neither has one


def test_where_the_nll_is_exact_its_bound_is_left_out() -> None:
    ae, bound = {"test": {"reconstruction": 120.0}}, {"negative_elbo": 130.0, "iwae_nll": 129.5}
    table = scoreboard(("a", "v"), ae, {"test": bound}, "")
    assert "| Negative ELBO, nats per image (z sampled) | – | 130.00 |" in table and "Importance" in table
    exact = scoreboard(("a", "v"), ae, {"test": bound | {"exact_nll": figure(128.0)}}, "")
    assert "| Exact NLL, nats | – | 128.00 [127.99, 128.01] |" in exact and "Importance" not in exact


def test_twins_of_several_seeds_are_shown_with_their_range() -> None:
    ae, vae = (replace(load(ZOO / name), seeds={}) for name in ("ae-2d", "vae-2d"))
    assert twins(ae, vae) == scoreboard((ae.id, vae.id), ae.metrics, vae.metrics, "10,000 test images [95 % bootstrap]")
    pooled = {"seeds": 3, "nearness": {"neighbours": {"knn_accuracy": figure(0.5)}}}
    table = twins(ae, replace(vae, seeds={"ae": pooled, "vae": pooled}))
    assert "| 3 seeds: mean [" in table and "| 50.0 [49.0, 51.0] | 50.0 [49.0, 51.0] |" in table


@pytest.mark.parametrize("path", [path for _, path, _, _ in HEADLINES])
def test_every_headline_is_a_line_of_the_report(path: str) -> None:
    assert path in ROWS


def test_the_method_page_shows_the_shipped_twins_and_the_readme_four_lines_of_them() -> None:
    table = twins(load(ZOO / "ae-2d"), load(ZOO / "vae-2d"))
    assert table in (DOCS / "method.md").read_text(encoding="utf-8")
    head = "".join(table.splitlines(keepends=True)[:2])
    (shown,) = re.findall(re.escape(head) + r"((?:\|.*\n)+)", README.read_text(encoding="utf-8"))
    rows = shown.splitlines()
    assert len(rows) == 4 and set(rows) <= set(table.splitlines())


def test_the_method_page_tells_how_far_decoders_disagree() -> None:
    text = " ".join((DOCS / "method.md").read_text(encoding="utf-8").split())
    ae, vae = (open_model(ZOO / name).disagreement for name in ("ae-2d", "vae-2d"))
    assert ae and vae
    assert f"disagree by {ae.told.prior:.4f} in a pixel's value over draws from N(0, I) in the autoencoder" in text
    assert f"and by {vae.told.prior:.4f} in the VAE" in text
    assert f"none was trained on by {ae.told.codes:.4f} and {vae.told.codes:.4f}" in text


def test_the_method_page_s_figures_of_sixteen_dimensions_are_the_shipped_ones() -> None:
    text = " ".join((DOCS / "method.md").read_text(encoding="utf-8").split())
    models = vae_2d, vae_16d = load(ZOO / "vae-2d"), load(ZOO / "vae-16d")
    ae, vae = vae_16d.seeds["ae"], vae_16d.seeds["vae"]
    sure = [100 * m["nearness"]["holes"]["standard"]["judge_sure"]["value"] for m in (vae, ae)]
    kept = [100 * m["nearness"]["step_curve"][1]["label_kept"]["value"] for m in (vae, ae)]
    assert f"({kept[0]:.1f} % of labels kept by the VAE, {kept[1]:.1f} % by the autoencoder)" in text
    assert f"sure of {sure[0]:.1f} % of the VAE's draws from N(0, I) and of {sure[1]:.1f} % of" in text
    elbos = [f"`{m.id}` has a negative ELBO of {m.metrics['test']['negative_elbo']:.2f} nats" for m in models]
    assert f"{elbos[0]} and an exact NLL of {vae_2d.metrics['test']['exact_nll']['value']:.2f}" in text
    assert f"{elbos[1]} and an importance-weighted NLL of {vae_16d.metrics['test']['iwae_nll']:.2f}" in text
