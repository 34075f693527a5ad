"""A convolutional VAE written, trained and exported to ONNX in Keras: python keras_vae.py DIGITS.npy FOLDER SEED.

It runs in an interpreter that has Keras (3.15.1 was tried), which isn't one of the project's packages. DIGITS.npy holds
images (n, 784) float32 in 0..1; encoder.onnx, with μ and log σ², and decoder.onnx are written into FOLDER.
"""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

LATENT_DIM = 2


def sampling(keras: Any) -> Any:
    """The layer that draws z, and adds the divergence to the loss."""

    class Sampling(keras.layers.Layer):  # type: ignore[misc]
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.seed_generator = keras.random.SeedGenerator()

        def call(self, inputs: Any) -> Any:
            z_mean, z_log_var = inputs
            kl = -0.5 * (1 + z_log_var - keras.ops.square(z_mean) - keras.ops.exp(z_log_var))
            self.add_loss(keras.ops.mean(keras.ops.sum(kl, axis=1)))
            epsilon = keras.random.normal(keras.ops.shape(z_mean), seed=self.seed_generator)
            return z_mean + keras.ops.exp(0.5 * z_log_var) * epsilon

    return Sampling()


def build(keras: Any) -> tuple[Any, Any, Any]:
    """Encoder, decoder, and both as one model to train; images are 28×28×1, channels last."""
    layers = keras.layers
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(inputs)
    x = layers.Conv2D(16, 3, strides=2, padding="same", activation="relu")(x)
    x = layers.Dense(32, activation="relu")(layers.Flatten()(x))
    outputs = [layers.Dense(LATENT_DIM, name="z_mean")(x), layers.Dense(LATENT_DIM, name="z_log_var")(x)]
    encoder = keras.Model(inputs, outputs, name="encoder")
    decoder = keras.Sequential(
        [
            keras.Input((LATENT_DIM,)),
            layers.Dense(7 * 7 * 32, activation="relu"),
            layers.Reshape((7, 7, 32)),
            layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu"),
            layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu"),
            layers.Conv2DTranspose(1, 3, padding="same", activation="sigmoid"),
        ],
        name="decoder",
    )
    return encoder, decoder, keras.Model(inputs, decoder(sampling(keras)(encoder(inputs))))


def main(digits: Path, folder: Path, seed: int) -> None:
    """Train and export."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    keras: Any = importlib.import_module("keras")
    keras.utils.set_random_seed(seed)
    images = np.load(digits).reshape(-1, 28, 28, 1)
    encoder, decoder, vae = build(keras)

    def reconstruction(given: Any, decoded: Any) -> Any:
        return keras.ops.sum(keras.losses.binary_crossentropy(given, decoded), axis=(1, 2))

    vae.compile(optimizer=keras.optimizers.Adam(2e-3), loss=reconstruction)
    vae.fit(images, images, epochs=20, batch_size=64, verbose=0)
    encoder.export(folder / "encoder.onnx", format="onnx", verbose=False)
    decoder.export(folder / "decoder.onnx", format="onnx", verbose=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
