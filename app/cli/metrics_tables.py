"""Metrics as tables for the terminal: one model's, or an autoencoder's beside its twin's."""

from collections.abc import Iterator
from typing import Any, Literal

from rich.markup import escape
from rich.table import Table

Better = Literal["low", "high", None]
Metrics = dict[str, Any]
NONE = "–"
OVER_SEEDS = "mean [lowest, highest end of their 95 % intervals]"

_CURVE: dict[str, Better] = {"mse_median": "low", "mse_p95": "low", "label_kept": "high"}
_DRAWS: dict[str, Better] = {"far": "low", "judge_sure": "high", "confidence": "high", "label_entropy": "high"}
_AROUND: dict[str, Better] = {"label_kept": "high", "mse_median": "low"}
_SPREAD = ("p5", "median", "p95")

# Rows of the comparison: a figure's path in metrics.json, and whether low or high values are better.
ROWS: dict[str, Better] = {
    "test.negative_elbo": "low", "test.reconstruction": None, "test.kl": None, "test.iwae_nll": "low",
    "test.exact_nll": "low",
    "test.mse_interval": "low",
    **{f"nearness.step_curve.{i}.{name}": better for i in range(5) for name, better in _CURVE.items()},
    **{f"nearness.step_curve_mad.{i}.{name}": better for i in range(5) for name, better in _CURVE.items()},
    "nearness.rank_correlation.all": "high", "nearness.rank_correlation.nearest_5_percent": "high",
    "nearness.tail.close": "low",
    "nearness.tail.local": "low", "nearness.tail.lines": "low",
    **{f"nearness.stretch.{which}.{q}": None for which in ("log10_volume", "log10_condition") for q in _SPREAD},
    **{f"nearness.holes.standard.{name}": better for name, better in _DRAWS.items()},
    **{f"nearness.holes.fitted.{name}": better for name, better in _DRAWS.items()},
    "nearness.neighbours.knn_accuracy": "high", "nearness.neighbours.trustworthiness": "high",
    "nearness.neighbours.continuity": "high",
    "distances.straight_variation": "low", "distances.geodesic_variation": "low",
    **{f"nearness.posterior_samples.curve.{i}.vae.{key}": better for i in range(3) for key, better in _AROUND.items()},
}  # fmt: skip


def whole(title: str, metrics: Metrics) -> Table:
    """A table of all figures of one model."""
    table = Table("figure", "value", title=title)
    for key, value in _flatten(metrics):
        table.add_row(key, escape(shown(value)))
    return table


def comparison(ae: Metrics, vae: Metrics, spread: str = "[95 % interval]") -> Table:
    """A table of an autoencoder's figures beside its twin's; `spread` describes the ranges in brackets."""
    table = Table("figure", "autoencoder", "VAE", "better", title=f"autoencoder against VAE, {escape(spread)}")
    for row in rows(ae, vae):
        table.add_row(*map(escape, row))
    return table


def rows(ae: Metrics, vae: Metrics) -> Iterator[tuple[str, str, str, str]]:
    """Name, both figures, and the better model, or "tie" where their ranges overlap."""
    for path, better in ROWS.items():
        left, right = pair(ae, vae, path)
        if left is not None or right is not None:
            yield label(path, vae), shown(left), shown(right), winner(left, right, better)


def pair(ae: Metrics, vae: Metrics, path: str) -> tuple[Any, Any]:
    """Both models' figures at a path. Of samples around μ the VAE's metrics have its twin's beside its own."""
    if path.startswith("nearness.posterior_samples."):
        return figure(vae, path.replace(".vae.", ".ae.")), figure(vae, path)
    return figure(ae, path), figure(vae, path)


def figure(metrics: Metrics, path: str) -> Any:
    """The value at a dotted path of the metrics, or None."""
    found: Any = metrics
    for key in path.split("."):
        found = found[int(key)] if isinstance(found, list) else (found or {}).get(key)
    return found


def label(path: str, metrics: Metrics) -> str:
    """A row's name: its path, with a step's length, or a temperature, in place of its index in the curve."""
    parts = path.split(".")
    if parts[1] == "posterior_samples":
        return f"{parts[1]} {figure(metrics, '.'.join(parts[:4]))['temperature']:g} {parts[-1]}"
    if parts[1].startswith("step_curve"):
        parts[2] = f"{figure(metrics, '.'.join(parts[:3]))['step']:g}"
        return f"{parts[1]} {parts[2]} {parts[3]}"
    return " ".join(parts[1:])


def winner(ae: Any, vae: Any, better: Better) -> str:
    """The better model; "tie" if the intervals overlap, '' if there is none. Plain figures are compared directly."""
    if better is None or ae is None or vae is None:
        return ""
    (a_low, a_high), (v_low, v_high) = _range(ae), _range(vae)
    if a_low <= v_high and v_low <= a_high:
        return "tie"
    return "autoencoder" if (a_high < v_low) == (better == "low") else "VAE"


def _range(value: Any) -> tuple[float, float]:
    return (value["low"], value["high"]) if isinstance(value, dict) else (value, value)


def shown(value: Any) -> str:
    """A figure as text, with its range if it has one; NONE for None."""
    if value is None:
        return NONE
    if isinstance(value, dict):
        return f"{_plain(value['value'])} [{_plain(value['low'])}, {_plain(value['high'])}]"
    return f"{value:z.4f}" if isinstance(value, float) else str(value)


def _plain(value: float) -> str:
    """Four digits that count; an entropy's -0 is 0."""
    return f"{value:z.4g}"


def _flatten(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested metrics as (dotted name, value); a figure with an interval is one row.

    Quantiles are left out, and sentences.
    """
    if isinstance(value, dict) and set(value) == {"value", "low", "high"}:
        yield prefix, shown(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("quantiles", "unmeasured"):
                yield from _flatten(inner, f"{prefix}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _flatten(inner, f"{prefix}[{index}]")
    else:
        yield prefix, value
