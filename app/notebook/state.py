"""The page's state as traits of a widget: the one table of their names here and there, and the forms that they take."""

from typing import Any

import numpy as np
import traitlets as t

from latent_explorer.model.config import MNIST


class Numbers(t.TraitType[list[float] | None, Any]):
    """Numbers in a row, from whatever numpy makes numbers of."""

    def validate(self, obj: Any, value: Any) -> Any:
        """The numbers as a list; points one after the other. Raises TraitError."""
        try:
            return None if value is None else np.asarray(value, np.float64).ravel().tolist()
        except (TypeError, ValueError) as error:
            raise t.TraitError(f"{self.name} is numbers, or None") from error


class Picture(t.TraitType[list[list[int]] | None, Any]):
    """A picture of a digit, its rows of grey levels, from whatever numpy makes them of."""

    def validate(self, obj: Any, value: Any) -> Any:
        """The rows as lists. Raises TraitError."""
        if value is None:
            return None
        levels = np.asarray(value)
        if levels.shape != MNIST.shape or not _are_levels(levels):
            rows = f"{MNIST.side} rows of {MNIST.side}"
            raise t.TraitError(f"{self.name} is {rows} whole numbers, from 0, paper, to 255, ink; or None")
        return levels.astype(int).tolist()


def _are_levels(values: Any) -> bool:
    return values.dtype.kind in "iuf" and bool(((values >= 0) & (values <= 255) & (values % 1 == 0)).all())


class State(t.HasTraits):
    """What the page shows. Each trait names its `key` in static/core/state.js; None: what the page itself chooses."""

    model = t.Unicode(None, allow_none=True).tag(sync=True, key="model")
    active = t.Unicode(None, allow_none=True).tag(sync=True, key="active")
    ae = Numbers(None).tag(sync=True, key="ae")
    vae = Numbers(None).tag(sync=True, key="vae")
    digit = t.Int(None, allow_none=True).tag(sync=True, key="digit")
    picture = Picture(None).tag(sync=True, key="pixels")
    view_ae = Numbers(None).tag(sync=True, key="mapae")
    view_vae = Numbers(None).tag(sync=True, key="mapvae")
    linked = t.Bool(None, allow_none=True).tag(sync=True, key="link")
    plane = t.Unicode(None, allow_none=True).tag(sync=True, key="plane")
    layer = t.Unicode(None, allow_none=True).tag(sync=True, key="layer")
    opacity = t.Float(None, allow_none=True).tag(sync=True, key="opacity")
    codes = t.Bool(None, allow_none=True).tag(sync=True, key="cloud")
    label = t.Int(None, allow_none=True).tag(sync=True, key="label")
    lens = t.Bool(None, allow_none=True).tag(sync=True, key="lens")
    tab = t.Unicode(None, allow_none=True).tag(sync=True, key="tab")
    step = t.Float(None, allow_none=True).tag(sync=True, key="r")
    walk_ae = Numbers(None).tag(sync=True, key="pinsae")
    walk_vae = Numbers(None).tag(sync=True, key="pinsvae")
    path = t.Unicode(None, allow_none=True).tag(sync=True, key="path")
    beyond = t.Bool(None, allow_none=True).tag(sync=True, key="over")
    temperature = t.Float(None, allow_none=True).tag(sync=True, key="t")
    seed = t.Int(None, allow_none=True).tag(sync=True, key="seed")
    draws = t.Int(None, allow_none=True).tag(sync=True, key="n")
    fitted = t.Bool(None, allow_none=True).tag(sync=True, key="fit")
    unit = t.Unicode(None, allow_none=True).tag(sync=True, key="unit")
    pooled = t.Bool(None, allow_none=True).tag(sync=True, key="seeds")
    lesson = t.Unicode(None, allow_none=True).tag(sync=True, key="lesson")
    train = t.Unicode(None, allow_none=True).tag(sync=True, key="train")


NAMES: dict[str, str] = {name: trait.metadata["key"] for name, trait in State.class_traits(sync=True).items()}
