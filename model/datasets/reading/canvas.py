"""Pictures of any size, depth and transparency gathered as the images of one set, one by one."""

from collections import Counter

import numpy as np

from latent_explorer.model.arrays import Bytes
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.fit import USUAL, fit, grey_of, is_grey, keeps
from latent_explorer.model.datasets.reading.options import SIDES, Numbers, Picture, ReadingOptions
from latent_explorer.model.datasets.reading.value_range import Measured, joined, recognise, scaled, to_bytes

MAX_BYTES = 16 << 30
_DARK = 16  # a set that keeps to the lowest sixteenth of its depth may be of fewer bits


class Canvas:
    """Gathers pictures: their side is their own if all are squares of one size in 8 to 64, else 32 or as declared.

    Values are scaled as each file's depth says, the same for all pictures of a depth, never by what one of them holds.
    """

    def __init__(self, options: ReadingOptions) -> None:
        self._options, self._side, self._limits = options, options.side, options.range
        self._images: list[Numbers] = []
        self._clear: dict[int, Bytes] = {}  # how much of what stands behind is seen, by the image's place
        self._sizes: Counter[tuple[int, int]] = Counter()
        self._measured: dict[int | None, Measured] = {}
        self._light: list[float] = []  # the mean of what is seen of each transparent picture, in 0..255

    def __len__(self) -> int:
        return len(self._images)

    def add(self, picture: Picture, name: str) -> None:
        """Add a picture. Raises DataError, by its name, if a value is no number or outside of the declared range."""
        values = self._in_channels(picture.values)
        self._measure(values, picture.full, name)
        self._settle(values.shape[:2], picture.size)
        if picture.opaque is not None:
            self._add_clear(values, picture.opaque)
        image = self._fitted(values, clear=picture.opaque is not None)
        limits = self._limits or (picture.full and (0.0, float(picture.full)))
        self._images.append(scaled(image, limits, name) if limits else np.asarray(image, np.float32))
        if len(self._images) * self._images[-1].nbytes > MAX_BYTES:
            raise DataError(f"these pictures take more than {MAX_BYTES >> 30} GiB of memory; take a smaller --side")

    def images(self, name: str) -> Bytes:
        """All pictures, uint8 (n, side, side), or (n, side, side, 3) if any has colours; `name` is the set's.

        Raises DataError if there are none, or if it can't be told what white is.
        """
        if not self._images:
            raise DataError(f"{name} holds no pictures")
        self._check_depth(name)
        coloured = any(image.ndim == 3 for image in self._images)
        shape = self._images[0].shape[:2] + ((3,) if coloured else ())
        out = np.empty((len(self._images), *shape), np.result_type(*{image.dtype for image in self._images}))
        for i in range(len(self._images)):
            image = self._on_paper(i)
            out[i] = image[..., None] if image.ndim < len(shape) else image
        return out if out.dtype == np.uint8 else to_bytes(out, recognise(self._measured[None]), name)

    def notes(self) -> tuple[str, ...]:
        """What was understood of the pictures: their sizes, values and transparency."""
        return (*self._told_sizes(), *self._told_values(), *self._told_paper())

    def _in_channels(self, values: Numbers) -> Numbers:
        """Values (h, w), or (h, w, 3) where colours are wanted or, if that is open, seen."""
        if values.ndim == 2 or self._options.colour:
            return values
        if self._options.colour is None:
            return values[..., 0] if is_grey(values) else values
        return grey_of(values)

    def _measure(self, values: Numbers, full: int | None, name: str) -> None:
        if not values.size or not np.isfinite(values).all():
            raise DataError(f"{name} has a pixel that is no number, or none at all")
        whole = values.dtype.kind != "f" or bool((values == np.rint(values)).all())
        found = Measured(float(values.min()), float(values.max()), whole)
        self._measured[full] = joined([found, self._measured[full]]) if full in self._measured else found

    def _settle(self, size: tuple[int, ...], of_file: tuple[int, int] | None) -> None:
        """Count a picture's size, and leave the pictures' own if this one has another."""
        self._sizes[of_file or (size[0], size[1])] += 1
        if self._side is None and (len(self._sizes) > 1 or not keeps(size)):
            self._side = USUAL
            self._images = [self._again(image, i in self._clear) for i, image in enumerate(self._images)]
            self._clear = {i: self._again(clear, True, 255) for i, clear in self._clear.items()}

    def _again(self, image: Numbers, clear: bool, margin: float = 0) -> Numbers:
        small = self._fitted(image, clear, margin)
        return np.rint(small).astype(np.uint8) if image.dtype == np.uint8 else small

    def _fitted(self, image: Numbers, clear: bool, margin: float = 0) -> Numbers:
        """The image at the set's side; a transparent one's margins are transparent, with nothing in them."""
        if self._side is None or image.shape[:2] == (self._side, self._side):
            return image
        return fit(image, self._side, margin if clear else None)

    def _add_clear(self, values: Numbers, opaque: Numbers) -> None:
        weight = float(opaque.sum())
        grey = grey_of(values) if values.ndim == 3 else values
        if weight:
            self._light.append(float(grey.sum()) / weight)
        clear = self._fitted(np.float32(255) * (1 - opaque), True, 255)
        self._clear[len(self._images)] = np.rint(clear).astype(np.uint8)

    @property
    def _paper(self) -> int:
        """What stands behind transparent pictures, of all one: white, or black behind those that are light."""
        return 255 if float(np.mean(self._light or [0])) < 127.5 else 0

    def _on_paper(self, i: int) -> Numbers:
        image = self._images[i]
        if i not in self._clear or not self._paper:
            return image
        clear = self._clear[i] if image.ndim == 2 else self._clear[i][..., None]
        return np.minimum(image + np.float32(clear), 255).astype(image.dtype)

    def _check_depth(self, name: str) -> None:
        """Raise DataError if what the files say of their depth isn't enough to know white."""
        if self._limits is not None:
            return
        if None in self._measured and len(self._measured) > 1:
            raise DataError(f"{name} holds pictures of broken and of whole numbers; say what white is by --range")
        for full, found in self._measured.items():
            # Black ink on nothing is no dark picture.
            if full is not None and found.high < full / _DARK and not self._clear:
                raise DataError(
                    f"the pictures in {name} reach {found.high:g} of {full:,} at most: they are very dark or of fewer "
                    f"bits; say which by --range 0,{full} or, say, --range 0,{_power(found.high)}"
                )

    def _told_sizes(self) -> tuple[str, ...]:
        ((height, width), _), *others = self._sizes.most_common()
        if not others and (self._side is None or (height, width) == (self._side, self._side)):
            return ()
        own = f"{width}×{height} px" if not others else f"{1 + len(others):,} sizes, most often {width}×{height} px,"
        usual = "" if self._options.side else f", as only squares of one size from {SIDES[0]} to {SIDES[1]} px stay"
        fitted = (f"pictures of {own} are scaled by areas to {self._side}×{self._side}, each whole{usual}",)
        uneven = any(h != w for h, w in self._sizes)
        return (
            (*fitted, "beside pictures that are not square, their border goes on in its median") if uneven else fitted
        )

    def _told_values(self) -> tuple[str, ...]:
        if self._limits is not None:
            return (f"black is {self._limits[0]:g} and white {self._limits[1]:g}, as declared",)
        return tuple(
            f"values reach from {found}; black is 0 and white {full:,}, as the files' depth says"
            if full is not None
            else f"values reach from {found}; black is {recognise(found)[0]:g} and white {recognise(found)[1]:g}"
            for full, found in self._measured.items()
        )

    def _told_paper(self) -> tuple[str, ...]:
        if not self._clear:
            return ()
        paper = "white" if self._paper else "black"
        return (f"{len(self._clear):,} pictures are transparent somewhere; {paper} stands behind, to set them off",)


def _power(high: float) -> int:
    """The largest number of as few bits as hold this one."""
    return int(2 ** max(1, np.ceil(np.log2(high + 1)))) - 1
