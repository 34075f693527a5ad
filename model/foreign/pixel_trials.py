"""Every way in which pixels may go into a foreign encoder and come out of its decoder, ranked by what reconstructs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.config import Conventions, ImageSet, Layout, Output
from latent_explorer.model.foreign.codes import apart
from latent_explorer.model.foreign.halves import HalfError, Halves, NotFinite
from latent_explorer.model.foreign.pixels import to_encoder, to_pixels
from latent_explorer.model.foreign.ways import listed, ways_in

Progress = Callable[[int, int], None]
FEW, FINALISTS = 64, 8  # images for the first round of all ways, and ways that get the second round, of all images
OUTPUTS: tuple[Output, ...] = ("unit", "logits", "symmetric", "standardised")


@dataclass(frozen=True)
class PixelTrial:
    """One way, and how well it reconstructs.

    `error`: mean squared error per pixel, of pixels in 0..1; `explained`: the share of the images' variance around
    their mean image that the reconstruction explains, 1 at best, below 0 where the mean image would be nearer.
    """

    conventions: Conventions
    error: float
    explained: float


def pixel_trials(
    halves: Halves, images: Array, of: ImageSet, progress: Progress, fixed: Mapping[str, Any]
) -> tuple[PixelTrial, ...]:
    """Try all ways on images (n, p) in 0..1, n at least 2, or those that have the `fixed` fields; the best first.

    Raises HalfError where the halves do not compute, or do not fit each other, the images, or what is fixed.
    """
    ways = ways_in(halves, images, of, fixed)
    latent_dim = latent_dim_of(halves, to_encoder(images[:2], ways[0], of))
    some = images[:FEW]
    found: list[PixelTrial] = []
    for done, way in enumerate(ways):
        progress(done, len(ways) + FINALISTS)
        found += _tried(halves, way, some, of, latent_dim, fixed)
    if not found:
        raise HalfError(f"no way of the encoder's outputs has {listed(fixed)}; leave one of these out")
    finalists = _sorted(found)[:FINALISTS]
    whole = []
    for done, trial in enumerate(finalists):
        progress(len(ways) + done, len(ways) + FINALISTS)
        whole.append(_measured(halves, trial.conventions, images, of))
    progress(len(ways) + FINALISTS, len(ways) + FINALISTS)
    return tuple([*_sorted(whole), *_sorted(found)[FINALISTS:]])


def latent_dim_of(halves: Halves, given: Array) -> int:
    """The number of latent dimensions, d: what the decoder takes, of what the encoder gives for `given` images.

    Raises HalfError.
    """
    if halves.latent_dim is not None:
        return halves.latent_dim
    outputs = halves.encode(given)
    sizes = [output.size // len(output) for output in outputs]
    why: dict[int, HalfError] = {}
    for size in (*sizes, *(size // 2 for size in sizes if size % 2 == 0)):
        try:
            halves.decode(np.zeros((1, size), np.float32))
        except HalfError as error:
            why[size] = error
        else:
            return size
    listed = " and ".join(map(str, sizes))
    first = next(iter(why.values()))
    message = f"the encoder gives {listed} numbers, and of no code of such a size the decoder makes an image"
    raise HalfError(f"{message}; are they of one model? Asked first, {first}") from first


def _tried(
    halves: Halves, way: Conventions, images: Array, of: ImageSet, latent_dim: int, fixed: Mapping[str, Any]
) -> Iterator[PixelTrial]:
    """One way in, with each way in which μ may stand in what the encoder gives, and each way out."""
    outputs = halves.encode(to_encoder(images, way, of))
    for layout, which in _places(outputs, latent_dim):
        asked, _ = fixed.get("outputs", which)
        if which[0] != asked or layout != fixed.get("layout", layout):
            continue
        try:
            decoded = halves.decode(_mu(outputs, layout, which))[0]
        except NotFinite:
            continue  # as where the other output is taken for μ: such a way rebuilds nothing
        for output in OUTPUTS:
            known = output == fixed.get("output", output)
            if known and (output != "standardised" or way.input == "standardised"):
                yield _trial(replace(way, layout=layout, outputs=which, output=output), decoded, images, of)


def _mu(outputs: tuple[Array, ...], layout: Layout, which: tuple[int, int]) -> Array:
    if layout == "separate":
        return outputs[which[0]].reshape(len(outputs[which[0]]), -1)
    return np.ascontiguousarray(apart(outputs, layout, which)[0])


def _places(outputs: tuple[Array, ...], latent_dim: int) -> list[tuple[Layout, tuple[int, int]]]:
    """Where μ may stand. Raises HalfError where no output has the code's size, or twice that."""
    sizes = [output.size // len(output) for output in outputs]
    found: list[tuple[Layout, tuple[int, int]]] = []
    for place, size in enumerate(sizes):
        if size == latent_dim:
            others = [other for other, as_large in enumerate(sizes) if as_large == size and other != place]
            found.append(("separate", (place, others[0] if others else place)))
        elif size == 2 * latent_dim:
            found += [("halves", (place, place)), ("interleaved", (place, place))]
    if not found:
        given = " and ".join(map(str, sizes))
        raise HalfError(
            f"the encoder gives {given} numbers, and the decoder takes {latent_dim}; are they of one model?"
        )
    return found


def _measured(halves: Halves, way: Conventions, images: Array, of: ImageSet) -> PixelTrial:
    mu = _mu(halves.encode(to_encoder(images, way, of)), way.layout, way.outputs)
    return _trial(way, halves.decode(mu)[0], images, of)


def _trial(way: Conventions, decoded: Array, images: Array, of: ImageSet) -> PixelTrial:
    rebuilt: Doubles = to_pixels(decoded, way, of)
    error = float(np.square(rebuilt - images).mean())
    spread = float(np.square(images - images.mean(axis=0)).mean())
    return PixelTrial(way, error, 1 - error / spread if spread else 0.0)


def _sorted(trials: list[PixelTrial]) -> list[PixelTrial]:
    """The smallest error first; what is no number, last."""
    return sorted(trials, key=lambda trial: np.inf if np.isnan(trial.error) else trial.error)
