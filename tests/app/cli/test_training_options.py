from latent_explorer.app.cli.training_options import DEFAULTS, options


def test_these_settings_have_an_option_and_the_rest_has_none() -> None:
    model, training = map(options, DEFAULTS)
    assert model == {
        "kind": "--kind", "latent_dim": "--latent-dim", "likelihood": "--likelihood", "beta": "--beta",
        "observation_sd": "--observation-sd", "encoder_channels": "--channels",
        "encoder_width": "--encoder-width", "decoder_width": "--decoder-width", "decoder_blocks": "--decoder-blocks",
        "fourier_features": "--fourier-features", "refinements": "--refinements", "starts": "--starts",
        "twin": "--twin-id",
    }  # fmt: skip
    assert training == {
        "epochs": "--epochs", "batch_size": "--batch-size", "learning_rate": "--rate", "beta_start": "--beta-start",
        "kl_warmup_epochs": "--beta-epochs", "augment": "--augment", "precision": "--precision", "seed": "--seed",
    }  # fmt: skip
