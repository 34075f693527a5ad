"""A model so small that a test can wait for its training."""

from latent_explorer.model.config import ModelConfig, TrainConfig

TINY = ModelConfig(
    kind="vae", encoder_channels=(4, 8), encoder_width=16, fourier_features=4, decoder_width=16, decoder_blocks=1
)
TINY_TRAINING = TrainConfig(epochs=2, batch_size=50, validation_images=50, average_decay=0.9, seed=1)
