"""Normalise a grey picture of a digit to 28×28 by MNIST's convention. Every step is a pure function, array to array.

The page does the same in static/reading/normalise/, file by file: what changes here changes there.
"""

from dataclasses import replace

import numpy as np

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise.arrays import Grey, Labels, Mask
from latent_explorer.app.images.normalise.badges import badge_of, inside
from latent_explorer.app.images.normalise.blocks import TINY
from latent_explorer.app.images.normalise.boxes import Box, box_in_parts, boxes_of
from latent_explorer.app.images.normalise.centre import to_convention
from latent_explorer.app.images.normalise.frames import frames
from latent_explorer.app.images.normalise.ink import is_noise, lift_ink, move_threshold
from latent_explorer.app.images.normalise.knobs import AUTOMATIC, Knobs
from latent_explorer.app.images.normalise.light import Lit, readings
from latent_explorer.app.images.normalise.lines import without_lines
from latent_explorer.app.images.normalise.pictures import picture_of
from latent_explorer.app.images.normalise.pieces import Found, find_digits, label_ink, mask_of
from latent_explorer.app.images.normalise.result import Candidate, Normalised, Step
from latent_explorer.app.images.normalise.steps import badge_step, cut_steps, ink_steps, light_steps, piece_step
from latent_explorer.app.images.normalise.stroke import stroke_width, to_pen
from latent_explorer.app.images.normalise.touching import with_parts

__all__ = ["Candidate", "Grey", "Knobs", "Normalised", "Step", "attempted", "normalise_grey", "warnings_of"]

INK_FRACTION = (0.044, 0.270)  # mean pixel, of all but the rarest digits
NARROW = 0.45  # shorter side over longer; a 1 fills so narrow a box
FILLED = 0.75  # mean ink of a box; above it, that is a sheet of paper
MAX_INK = 0.42  # mean pixel; above it, the box is filled with a texture or a shape, not with strokes


def normalise_grey(grey: Grey, knobs: Knobs = AUTOMATIC) -> Normalised:
    """Normalise grey (h, w) float32 in 0..1.

    Raises Problem blank_image or no_digit if there is no ink to read, no_such_digit if the knobs ask for a digit that
    was not found.
    """
    # Checked first: noise divided by its own peaks seems to hold strokes. So do a few pixels seem noise.
    if max(grey.shape) > TINY and is_noise(grey):
        raise Problem("no_digit")
    light, digit = _likeliest(grey, knobs, None)
    if knobs.invert:
        _, digit = _likeliest(grey, knobs, not light)
    if isinstance(digit, Problem):
        raise digit.again()
    return digit


def _likeliest(grey: Grey, knobs: Knobs, light: bool | None) -> tuple[bool, Normalised | Problem]:
    """Whether paper is light in the first reading that yields a digit, and that digit; else the last Problem."""
    problem, read = Problem("blank_image"), True
    try:
        for lit in readings(grey, light):
            read = lit.light
            try:
                return read, _read(grey, lit, knobs)
            except Problem as nothing:
                problem = nothing.again()
    except Problem as nothing:
        problem = nothing.again()
    return read, problem


def attempted(grey: Grey, knobs: Knobs = AUTOMATIC) -> tuple[Step, ...]:
    """The steps of grey (h, w) without a digit, as far as they go: they show why, and which knob may help."""
    lit = next(readings(grey))
    if knobs.invert:
        lit = next(readings(grey, not lit.light))
    steps = light_steps(grey, lit)
    try:
        ink, threshold, used = _lift(lit, knobs)
    except Problem:
        return steps
    pieces = label_ink(ink, threshold)
    nothing = np.zeros_like(pieces, np.bool_)
    return (*steps, *ink_steps(ink, threshold, used, lit.light), piece_step(ink, pieces, nothing))


def _read(grey: Grey, lit: Lit, knobs: Knobs) -> Normalised:
    ink, threshold, used = _lift(lit, knobs)
    pieces = label_ink(ink, threshold)
    boxes = boxes_of(pieces)
    badge = badge_of(pieces, boxes)
    if badge is not None:
        return _read_in_badge(grey, lit, badge, pieces, knobs)
    pieces, digits, main, count, others = _digits_of(pieces, boxes, ink)
    chosen = _choose(knobs.digit, main, len(digits))
    cuts = [clean(ink, pieces, digit) for digit in digits]
    widths = [stroke_width(cut) for cut in cuts]
    penned = [to_pen(cut, width, knobs.thickness) for cut, width in zip(cuts, widths, strict=True)]
    drawn = [to_convention(cut) for cut in penned]
    fraction = float(drawn[chosen].mean())
    if fraction > MAX_INK or is_filled(penned[chosen]):
        raise Problem("no_digit")
    steps = (
        *light_steps(grey, lit),
        *ink_steps(ink, threshold, used, lit.light),
        piece_step(ink, pieces, mask_of(digits[chosen], pieces)),
        *cut_steps(cuts[chosen], widths[chosen], penned[chosen]),
        Step("centre", round(fraction, 3), picture_of(drawn[chosen])),
    )
    found = tuple(_candidate(*one, ink.shape) for one in zip(digits, drawn, strict=True))
    warnings = warnings_of(fraction, others and knobs.digit is None)
    return Normalised(drawn[chosen], steps, warnings, found, chosen, count)


def _digits_of(pieces: Labels, boxes: list[Box], ink: Grey) -> tuple[Labels, list[Found], int, int, bool]:
    """As `find_digits`, without lines around digits, with parts of digits that touch; first, the pieces (h, w) then."""
    around = frames(pieces, boxes)
    freed = without_lines(pieces, boxes, around)
    if freed is not pieces:
        pieces, boxes = freed, boxes_of(freed)
        around = frames(pieces, boxes)
    found, main, count, others = find_digits(pieces, boxes, around, ink)
    pieces, digits = with_parts(pieces, found)
    main = [digit.box for digit in digits].index(found[main].box)
    return pieces, digits, main, count + len(digits) - len(found), others


def _read_in_badge(grey: Grey, lit: Lit, badge: tuple[Box, Mask], pieces: Labels, knobs: Knobs) -> Normalised:
    """The digit that is left out of a solid shape: there, paper and ink are the other way round."""
    shape = Lit(inside(lit.flat, badge, pieces), not lit.light)
    found = _read(shape.flat, shape, knobs)
    steps = (*light_steps(grey, lit), badge_step(shape.flat), *found.steps[2:])
    digits = tuple(digit.placed(box_in_parts(badge[0], lit.flat.shape)) for digit in found.digits)
    return replace(found, steps=steps, digits=digits)


def _lift(lit: Lit, knobs: Knobs) -> tuple[Grey, float, float]:
    """Ink (h, w), the threshold in it, and the threshold to show: the knob's, or else the one found."""
    lifted, threshold = lift_ink(lit.flat, lit.light, lit.weight())
    ink = move_threshold(lifted, threshold, knobs.threshold)
    return ink, threshold, threshold if knobs.threshold is None else knobs.threshold


def clean(ink: Grey, pieces: Labels, digit: Found) -> Grey:
    """Ink (h, w) of the digit alone, cut to its box and 0 outside its pieces."""
    return np.where(mask_of(digit, pieces[digit.box]), ink[digit.box], np.float32(0))


def is_filled(cut: Grey) -> bool:
    """Whether ink (h, w) fills its box as a sheet of paper does and strokes don't, save a 1 in its narrow box."""
    return bool(min(cut.shape) > NARROW * max(cut.shape) and cut.mean() > FILLED)


def warnings_of(fraction: float, others: bool) -> tuple[str, ...]:
    """Warnings, as catalogue codes, about an ink fraction in 0..1 and a second big piece of ink."""
    little, much = INK_FRACTION
    found = {"several_components": others, "little_ink": fraction < little, "much_ink": fraction > much}
    return tuple(code for code, is_so in found.items() if is_so)


def _choose(wanted: int | None, main: int, count: int) -> int:
    if wanted is None:
        return main
    if not 0 <= wanted < count:
        raise Problem("no_such_digit", digit=wanted, count=count, last=count - 1)
    return wanted


def _candidate(digit: Found, drawn: Grey, shape: tuple[int, ...]) -> Candidate:
    left, top, right, bottom = box_in_parts(digit.box, shape)
    return Candidate(left, top, right - left, bottom - top, picture_of(drawn))
