"""Measure a checkpoint on the test images of its set: loss in nats, squared error, and whether near means similar."""

from collections.abc import Callable
from typing import Any, Literal, get_args

import numpy as np
import torch
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import ELBO_DRAWS, FEATURE, Code, Codec, JudgeCodec
from latent_explorer.model.datasets.factors import KnownFactors
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import Sample, mnist_sample
from latent_explorer.model.measures.disentanglement import disentanglement
from latent_explorer.model.measures.holes import holes
from latent_explorer.model.measures.nearness import mad, rank_correlation, step_curve
from latent_explorer.model.measures.neighbours import neighbours
from latent_explorer.model.measures.posterior_samples import Placed, posterior_samples
from latent_explorer.model.measures.quadrature import DIMENSIONS, exact_nll
from latent_explorer.model.measures.stretch import stretch
from latent_explorer.model.measures.tail import tail
from latent_explorer.model.measures.unmeasured import FEWEST_NEAR, unmeasured
from latent_explorer.model.statistics.bootstrap import mean
from latent_explorer.model.statistics.percentiles import quantiles, quantiles_of
from latent_explorer.model.statistics.spread import ACTIVE_VARIANCE, spread
from latent_explorer.model.statistics.typicality import relative_error

RELIABILITY_BINS = 10
UNIT = "standard deviations of the code cloud, per axis"

Progress = Callable[[str, int, int], None]
Part = Literal["loss", "likelihood", "nearness", "samples", "factors"]
PARTS: tuple[Part, ...] = get_args(Part)


def evaluate(
    codec: Codec,
    judge: JudgeCodec | None,
    test: ImageData,
    training: ImageData,
    iwae_k: int,
    progress: Progress,
    only: Part | None = None,
    twin: Codec | None = None,
    sample: Sample | None = None,
    factors: KnownFactors | None = None,
) -> dict[str, Any]:
    """The metrics of an autoencoder or VAE, JSON-ready: `test` in nats per image, `nearness`, and `factors` if known.

    What needs a judge, or labels, is left out without, and where all images are of one class, whose label says nothing;
    `unmeasured` holds sentences on what is left out, and why.

    With `only`, one part is measured and the rest taken from the checkpoint's metrics. `training` are the images that
    the model was trained on; `twin` is a VAE's autoencoder; `sample` is of its image set, by default MNIST's;
    `factors` are those that the test images were drawn from, where they are known.
    `progress(stage, done, total)` is called along the way.
    """
    parts = PARTS if only is None else (only,)
    kept = {} if only is None else {name: v for name, v in codec.checkpoint.metrics.items() if name != "unmeasured"}
    lacking = unmeasured(codec.images, test.labels is not None, judge is not None, len(test))
    if len(codec.images.classes) < 2:
        judge, test, training = None, test.without_labels(), training.without_labels()
    images = test.pixels()  # (n, p)
    progress("codes", 0, 1)
    code = codec.encode(images)
    progress("codes", 1, 1)
    figures: dict[str, Any] = {}
    if "loss" in parts:
        figures |= measure_losses(codec, images, code, progress)
    if "likelihood" in parts:
        figures |= measure_likelihood(codec, images, code, iwae_k, progress)
    metrics = {"test": kept.get("test", {}) | figures, "parameters": codec.checkpoint.parameters}
    near = dict(kept.get("nearness", {}))
    if "nearness" in parts and len(test) >= FEWEST_NEAR:
        near |= measure_nearness(codec, judge, code[0], test, training, progress)
    if "samples" in parts:
        near |= measure_samples(codec, judge, code, images, twin, progress, sample=sample)
    metrics["nearness"] = near
    if factors is not None and "factors" in parts:
        progress("factors", 0, 1)
        metrics["factors"] = disentanglement(*code, factors.values, factors.factors, seed=0)
        progress("factors", 1, 1)
    return kept | metrics | ({"unmeasured": lacking} if lacking else {})


def measure_losses(codec: Codec, images: Array, code: Code, progress: Progress) -> dict[str, Any]:
    """The loss; for a model that refines its codes also `encoder_alone`, the loss without refinement."""
    progress("terms", 0, 1)
    figures = measure_loss(codec, images, code)
    if codec.checkpoint.model.refinements:
        alone = Codec(codec.checkpoint, refinements=0, device=codec.device)
        figures["encoder_alone"] = measure_loss(alone, images, alone.encode(images))
        del figures["encoder_alone"]["quantiles"]  # percentiles compare images with refined codes only
    progress("terms", 1, 1)
    return figures


def measure_nearness(
    codec: Codec,
    judge: JudgeCodec | None,
    mu: Array,
    test: ImageData,
    training: ImageData,
    progress: Progress,
    seed: int = 0,
) -> dict[str, Any]:
    """Measure whether near means similar, for decoder and encoder: figures with their intervals, JSON-ready.

    mu (n, d) are the codes of the test images. What a judge reads, or labels tell, is left out without.
    """
    images = test.pixels()  # (n, p)
    of_training, _ = codec.encode(training.pixels())
    stages: dict[str, Callable[[], Any]] = {
        "step_curve": lambda: step_curve(codec, judge, mu, spread(mu), seed),
        "step_curve_mad": lambda: step_curve(codec, judge, mu, mad(mu), seed),
        "rank_correlation": lambda: rank_correlation(codec, mu, seed),
        "tail": lambda: tail(codec, mu, seed),
        "stretch": lambda: stretch(codec, mu, seed),
        "holes": lambda: holes(codec, judge, mu, of_training, seed),
        "neighbours": lambda: neighbours(mu, images, test.labels, of_training, training.labels, seed),
    }
    figures: dict[str, Any] = {"unit": UNIT, "images": len(test), "interval": "95 % bootstrap"}
    for done, (name, measure) in enumerate(stages.items()):
        progress("nearness", done, len(stages))
        figures[name] = measure()
    progress("nearness", len(stages), len(stages))
    return figures


def measure_samples(
    codec: Codec,
    judge: JudgeCodec | None,
    code: Code,
    images: Array,
    twin: Codec | None,
    progress: Progress,
    seed: int = 0,
    sample: Sample | None = None,
) -> dict[str, Any]:
    """Measure draws around the codes of test images (n, p), in a VAE and in its twin; {} for an autoencoder.

    As on the page, one sd is that of the sample's codes.
    """
    mu, sigma = code
    if sigma is None:
        return {}
    kept = sample or mnist_sample()
    vae = Placed(codec, mu, _sd(codec, kept))
    ae = None if twin is None else Placed(twin, twin.encode(images)[0], _sd(twin, kept))
    found = posterior_samples(vae, sigma, ae, judge, seed, lambda done, total: progress("samples", done, total))
    return {"posterior_samples": found}


def _sd(codec: Codec, sample: Sample) -> Array:
    return spread(codec.encode(sample.pixels)[0])


def measure_loss(codec: Codec, images: Array, code: Code) -> dict[str, Any]:
    """Negative ELBO with its terms (nats, mean over images, z sampled), squared error per pixel, active units.

    Of a model without a declared likelihood, negative ELBO and reconstruction term are None.
    `quantiles` are over images: of the same terms, with ELBO_DRAWS draws each, and of relative errors. (An image shown
    by itself has TERM_DRAWS draws, whose mean varies less.)
    """
    mu, sigma = code
    terms = codec.terms(images, code, ELBO_DRAWS)
    rng = np.random.default_rng(0)
    rebuilt = codec.decode(mu)  # (n, p)
    error = np.square(rebuilt - images).mean(axis=1)  # (n,)
    figures: dict[str, Any] = {
        "images": len(images),
        "draws": 1 if sigma is None else ELBO_DRAWS,
        "negative_elbo": None if terms.negative_elbo is None else float(terms.negative_elbo.mean()),
        "reconstruction": None if terms.reconstruction is None else float(terms.reconstruction.mean()),
        "kl": None if terms.kl is None else float(terms.kl.mean()),
        "mse": float(error.mean()),
        "active_units": None if sigma is None else int((mu.var(axis=0) > ACTIVE_VARIANCE).sum()),
        "kl_per_dim": None if sigma is None else [float(v) for v in codec.kl_per_dim(mu, sigma).mean(axis=0)],
    }
    loss = terms.reconstruction if terms.negative_elbo is None else terms.negative_elbo
    figures |= {"loss_interval": None if loss is None else mean(loss, rng), "mse_interval": mean(error, rng)}
    return figures | {"quantiles": quantiles_of(terms.by_name() | {"relative_error": relative_error(images, rebuilt)})}


def measure_likelihood(codec: Codec, images: Array, code: Code, k: int, progress: Progress) -> dict[str, Any]:
    """NLL in nats per image: importance-weighted with k samples, and exact in up to three dimensions.

    None for k = 0, an autoencoder, or no likelihood. `exact_nll_error` is what the last two halvings of the lattice
    changed in it.
    """
    if k == 0 or not codec.checkpoint.model.samples or codec.checkpoint.model.likelihood is None:
        return {"iwae_nll": None, "iwae_k": None, "exact_nll": None, "exact_nll_error": None}
    bounds = _importance_bounds(codec, images, code, k, progress)
    found = {"iwae_nll": float(bounds.mean()), "iwae_k": k, "exact_nll": None, "exact_nll_error": None}
    if codec.latent_dim not in DIMENSIONS:
        return found
    exact = exact_nll(codec, images, code[0], lambda done, total: progress("quadrature", done, total))
    return found | {"exact_nll": mean(exact.nll, np.random.default_rng(0)), "exact_nll_error": exact.error}


def _importance_bounds(codec: Codec, images: Array, code: Code, k: int, progress: Progress) -> Array:
    """The importance-weighted bound of each image, nats, (n,)."""
    generator = torch.Generator().manual_seed(0)
    per_batch = max(1, 5000 // k)
    mu, sigma = code
    bounds = []
    for start in range(0, len(images), per_batch):
        part = slice(start, start + per_batch)
        code_of_part = mu[part], None if sigma is None else sigma[part]
        bounds.append(codec.importance_nll(images[part], code_of_part, k, generator))
        progress("likelihood", start + len(bounds[-1]), len(images))
    return np.concatenate(bounds)


def evaluate_judge(judge: JudgeCodec, test: ImageData) -> dict[str, Any]:
    """Accuracy and calibration of the judge: expected calibration error and a reliability table over ten bins.

    `quantiles` are of the distance from each image's features to those of the nearest other image of the sample.
    """
    images = test.pixels()  # (n, p)
    probabilities, features = judge.read(images)  # (n, classes), (n, k)
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == test.labels
    bins = np.minimum((confidence * RELIABILITY_BINS).astype(int), RELIABILITY_BINS - 1)
    table = [_bin(confidence[bins == b], right[bins == b]) for b in range(RELIABILITY_BINS) if (bins == b).any()]
    error = sum(row["count"] * abs(row["confidence"] - row["accuracy"]) for row in table) / len(right)
    return {
        "test": {
            "images": len(test),
            "accuracy": float(right.mean()),
            "quantiles": {FEATURE: quantiles(judge.distance(images, features))},
        },
        "parameters": judge.checkpoint.parameters,
        "calibration": {"expected_error": float(error), "bins": table},
    }


def _bin(confidence: NDArray[np.float32], right: NDArray[np.bool_]) -> dict[str, float]:
    return {"count": len(right), "confidence": float(confidence.mean()), "accuracy": float(right.mean())}
