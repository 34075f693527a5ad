"""The figures of a section as they are written: for its table, and for the sentence of its verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from latent_explorer.app.report.words import Words, axis_name
from latent_explorer.model.measures.health_subject import Section

SHARES = {
    "outside",
    "outside_by_chance",
    "farther_than_0.1_sd",
    "farther_than_0.1_sd_by_chance",
    "judge_sure",
    "variance_explained",
    "extra_error",
    "wider_than_prior",
    "blank_error_above",
    "step_share",
    "label_kept",
}
AXIS = "worst_axis"


@dataclass(frozen=True)
class Value:
    """A figure as it is written, and its 95 % interval in brackets, or ''."""

    value: str
    interval: str = ""


def values_of(name: str, section: Section, words: Words) -> dict[str, Value]:
    """The figures of a section by their names; those that lie deeper have a name of their own."""
    return {key: _written(key, found, words) for key, found in _flat(name, section.figures).items() if _is_one(found)}


def sentence_values(section: Section, values: Mapping[str, Value], words: Words) -> dict[str, str]:
    """What a verdict may name: the figures without their intervals, and of misfits that which is told least."""
    named = {key: found.value for key, found in values.items()}
    named["other"] = str(section.figures.get("other_set") or "")
    if least := section.figures.get("least"):
        named["least_name"] = words.says(f"misfit.kind_{least}", other=named["other"])
        named["least_value"] = named[f"auroc_{least}"]
    return named


def _flat(name: str, figures: Mapping[str, Any]) -> dict[str, Any]:
    flat = dict(figures)
    flat |= {f"auroc_{kind}": figure for kind, figure in flat.pop("auroc", {}).items()}
    if name == "nearness":
        ranked, steps = flat.pop("rank_correlation"), flat.pop("step_curve")
        flat |= {"rank_all": ranked["all"], "rank_near": ranked["nearest_5_percent"]}
        flat["step_share"] = flat.pop("change_by_0.1_sd_over_random_pair")
        point = next(point for point in steps if point["step"] == 0.1)
        flat |= {"label_kept": point["label_kept"]} if "label_kept" in point else {}
    return flat


def _is_one(found: Any) -> bool:
    """Whether it is a number, or one with its interval, and not a list or a name."""
    return isinstance(found, int | float | Mapping)


def _written(key: str, found: Any, words: Words) -> Value:
    if not isinstance(found, Mapping):
        return Value(_number(key, found, words))
    low, high = (_number(key, found[end], words) for end in ("low", "high"))
    between = ";" if words.language == "vi" else ","  # in Vietnamese a comma is in the numbers themselves
    return Value(_number(key, found["value"], words), f"[{low}{between} {high}]")


def _number(key: str, value: float, words: Words) -> str:
    if key == AXIS:
        return axis_name(int(value))
    if key in SHARES:
        return words.percent(value)
    return words.count(value) if isinstance(value, int) else words.number(value)
