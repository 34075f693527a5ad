"""What a known architecture is: a network that is built from the shapes of its weights, and the conventions of it."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, Self

import numpy as np
import torch
from torch import Tensor, nn

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import Conventions, ImageSet, Layout, Output, Second
from latent_explorer.model.foreign.halves import HalfError, Halves
from latent_explorer.model.foreign.weights_file import WeightsError

Shapes = dict[str, tuple[int, ...]]  # of the weights, by their names
BATCH = 256  # images or codes at once: what the layers between hold would fill the memory otherwise


class Architecture(nn.Module, ABC):
    """An autoencoder or VAE whose layers have the names of the published one.

    `form` is its name in a model's config.json, `title` in sentences. `second`, `layout` and `output` are as published,
    but for a last sigmoid: that is left out, and the output is logits, which are exact where the sigmoid is 0 or 1 in
    float32. `open` are the fields of Conventions that its publication leaves open, or its users change. `image_shape`
    is of one image as the encoder takes it and the decoder gives it, (c, side, side) or (values,).
    """

    form: ClassVar[str]
    title: ClassVar[str]
    second: ClassVar[Second] = "log_variance"
    layout: ClassVar[Layout] = "separate"
    output: ClassVar[Output] = "logits"
    open: ClassVar[tuple[str, ...]] = ()
    latent_dim: int
    image_shape: tuple[int, ...]

    @classmethod
    @abstractmethod
    def of(cls, shapes: Shapes) -> Self:
        """The network with the sizes that these shapes tell, the published ones where a name is missing."""

    @abstractmethod
    def encode(self, x: Tensor) -> tuple[Tensor, ...]:
        """Images x (n, *image_shape) to what the encoder gives, in the published order: (n, d) each, or (n, 2d)."""

    @abstractmethod
    def decode(self, z: Tensor) -> Tensor:
        """Codes z (n, d) to what `output` says: (n, *image_shape)."""

    def conventions(self, images: ImageSet) -> Conventions:
        """How it takes images of a set, as published. Raises WeightsError where they have another size."""
        whole = (images.channels, images.side, images.side)
        if self.image_shape not in (whole, (images.values,)):
            takes, has = (_by("×", shape) for shape in (self.image_shape, whole))
            message = f"the weights are of {self.title} for images of {takes}, and an image of {images.id} has {has}"
            raise WeightsError(f"{message}; give the images that it was trained on, at that size")
        return Conventions(self.image_shape, output=self.output, second=self.second, layout=self.layout)

    def halves(self) -> Halves:
        """Both halves in eval mode, in float32, on the processor."""
        self.eval().requires_grad_(False)
        return Halves(
            lambda images: _in_batches(self.encode, images, self.image_shape),
            lambda codes: _in_batches(lambda z: (self.decode(z),), codes, (self.latent_dim,)),
            self.latent_dim,
            self.image_shape,
            sum(values.numel() for values in self.parameters()),
        )


def size(shapes: Shapes, name: str, axis: int, published: int) -> int:
    """The length of an axis of the weights of this name; `published` where there are none, or none with that axis."""
    shape = shapes.get(name, ())
    return shape[axis] if len(shape) > axis else published


def _by(sign: str, shape: tuple[int, ...]) -> str:
    return sign.join(str(length) for length in shape) + (" numbers" if len(shape) == 1 else "")


@torch.inference_mode()
def _in_batches(
    half: Callable[[Tensor], tuple[Tensor, ...]], given: Array, shape: tuple[int, ...]
) -> tuple[Array, ...]:
    """Numbers (n, *shape) through one half, to its outputs (n, …). Raises HalfError for another shape."""
    if given.shape[1:] != shape:
        raise HalfError(
            f"the network takes {_by('×', shape)}, and is given {_by('×', given.shape[1:])}; give that shape"
        )
    x = torch.from_numpy(np.require(given, np.float32, ["C", "W"]))  # (n, *shape)
    parts = [half(part) for part in x.split(BATCH)]
    return tuple(torch.cat(outputs).numpy() for outputs in zip(*parts, strict=True))
