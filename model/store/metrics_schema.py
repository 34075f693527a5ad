"""Validate metrics.json and seeds.json at load time, not when a page shows them."""

from collections.abc import Mapping
from typing import Any

OBJECTS = ("test", "nearness", "factors", "calibration")
CURVES = ("step_curve", "step_curve_mad")
TEXTS = {"unit", "interval"}
REFERENCED = {"reconstruction", "kl", "negative_elbo", "relative_error"}
FEATURE = "feature_distance"


def check_metrics(metrics: Mapping[str, Any]) -> None:
    """Raise ValueError, naming the offending path, if these are no metrics of a model or judge."""
    for name in OBJECTS:
        if name in metrics:
            _check_object(metrics[name], name)
            _check_figures(metrics[name], name)
    lacking = metrics.get("unmeasured", [])
    if not isinstance(lacking, list) or not all(isinstance(sentence, str) for sentence in lacking):
        raise ValueError("unmeasured is no list of sentences")
    for name in CURVES:
        for i, point in enumerate(metrics.get("nearness", {}).get(name, [])):
            _check_object(point, f"nearness.{name}.{i}", "step")
    if "posterior_samples" in (nearness := metrics.get("nearness", {})):
        _check_samples(nearness["posterior_samples"])
    if "quantiles" in (test := metrics.get("test", {})):
        _check_quantiles(test)


def check_seeds(seeds: Mapping[str, Any]) -> None:
    """Raise ValueError unless these are pooled metrics of twins: {} or both kinds'."""
    for kind in ("ae", "vae") if seeds else ():
        _check_object(seeds.get(kind), kind, "seeds", "test", "nearness")
        check_metrics(seeds[kind])


def _check_object(value: Any, place: str, *names: str) -> None:
    if not isinstance(value, dict):
        raise ValueError(f"{place} is no object")
    for name in names:
        if name not in value:
            raise ValueError(f"{place} has no {name!r}")


def _check_figures(value: Any, place: str) -> None:
    """Check for numbers, null (what a model lacks), and objects and lists of them."""
    if isinstance(value, dict | list):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            _check_figures(inner, f"{place}.{name}")
    elif not (value is None or type(value) in (int, float) or place.rpartition(".")[2] in TEXTS):
        raise ValueError(f"{place} is no figure")


def _check_samples(samples: Any) -> None:
    """Check the curve of samples around μ; `ae` is null for a VAE without a twin."""
    place = "nearness.posterior_samples"
    _check_object(samples, place, "draws", "curve")
    if not isinstance(samples["curve"], list):
        raise ValueError(f"{place}.curve is no list")
    for i, point in enumerate(samples["curve"]):
        _check_object(point, f"{place}.curve.{i}", "temperature", "vae", "ae")
        for side in ("vae", "ae") if point["ae"] is not None else ("vae",):
            _check_object(point[side], f"{place}.curve.{i}.{side}", "mse_median")


def _check_quantiles(test: Mapping[str, Any]) -> None:
    """Check the quantiles that an image's figures are compared with; a judge has those of feature distances."""
    _check_object(test["quantiles"], "test.quantiles", *([] if FEATURE in test["quantiles"] else sorted(REFERENCED)))
    if type(test.get("images")) is not int:
        raise ValueError("test.images is no whole number")
    for name, marks in test["quantiles"].items():
        if marks is not None and not _rise(marks):
            raise ValueError(f"test.quantiles.{name} are not two or more numbers that never fall")


def _rise(marks: Any) -> bool:
    numbers = isinstance(marks, list) and len(marks) > 1 and all(type(mark) in (int, float) for mark in marks)
    return numbers and marks == sorted(marks)
