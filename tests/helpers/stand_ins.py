"""Decoders and judges so simple that their figures are known beforehand."""

import numpy as np

from latent_explorer.model.arrays import Array, Floats
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.config import MNIST, ImageSet


class LinearCodec(Codec):
    """A decoder that keeps all distances, up to scale; its encoder is its inverse."""

    def __init__(self, dims: int = 2) -> None:
        self.frame: Array = np.zeros((dims, 784), np.float32)
        self.frame[:] = np.linalg.qr(np.random.default_rng(0).standard_normal((784, dims)))[0].T

    @property
    def latent_dim(self) -> int:
        return len(self.frame)

    @property
    def images(self) -> ImageSet:
        return MNIST

    def decode(self, z: Array) -> Array:
        decoded: Array = 0.5 + z @ self.frame
        return decoded

    def jacobian(self, z: Array, directions: Floats | None = None) -> Array:
        along: Array = self.frame.T if directions is None else (self.frame.T @ directions.T).astype(np.float32)
        return np.broadcast_to(along, (len(z), *along.shape))


class SignJudge(JudgeCodec):
    """Sure of everything, by the sign of one pixel against grey."""

    def __init__(self) -> None:
        pass

    def read(self, images: Array) -> tuple[Array, Array]:
        which = (images[:, 0] > 0.5).astype(int)
        one_hot: Array = np.eye(10, dtype=np.float32)[which]
        return one_hot, images[:, :3]
