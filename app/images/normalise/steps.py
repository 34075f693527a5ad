"""The first steps' results, which exist whether or not the picture holds a digit."""

from latent_explorer.app.images.normalise.arrays import Grey, Labels, Mask
from latent_explorer.app.images.normalise.light import Lit
from latent_explorer.app.images.normalise.pictures import kept_and_dropped, picture_of
from latent_explorer.app.images.normalise.result import Step


def light_steps(grey: Grey, lit: Lit) -> tuple[Step, ...]:
    """The picture (h, w) in grey, and in even light."""
    return Step("grey", size_of(grey), picture_of(grey)), Step("light", lit.flat is not grey, picture_of(lit.flat))


def ink_steps(ink: Grey, threshold: float, used: float, light: bool) -> tuple[Step, ...]:
    """Ink (h, w) split at its threshold, and in white on black; `used`: the threshold to show, by knob or found."""
    return (
        Step("threshold", round(used, 3), picture_of((ink > threshold) != light)),
        Step("polarity", "dark_on_light" if light else "light_on_dark", picture_of(ink)),
    )


def piece_step(ink: Grey, pieces: Labels, kept: Mask) -> Step:
    """The pieces of ink (h, w), with those not kept dimmed."""
    return Step("pieces", int(pieces.max()), picture_of(kept_and_dropped(ink, kept)))


def size_of(grey: Grey) -> str:
    """Width and height of (h, w), px, for visitors to read."""
    return f"{grey.shape[1]}×{grey.shape[0]}"
