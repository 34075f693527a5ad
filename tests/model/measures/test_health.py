import json
import math
import re

import numpy as np
import pytest
from scipy.stats import kstest

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import MNIST, Conventions, ForeignConfig, ImageSet
from latent_explorer.model.datasets.image_data import DataError, ImageData
from latent_explorer.model.datasets.sample import Sample, mnist_sample
from latent_explorer.model.measures.health import FEWEST, MOST, Health, health, in_random_order
from latent_explorer.model.measures.health_axes import axes, collapse
from latent_explorer.model.measures.health_codes import round_trip
from latent_explorer.model.measures.health_images import auroc, draws, fitted, misfit, sharpness, unlike
from latent_explorer.model.measures.health_prior import gaps, kolmogorov, prior
from latent_explorer.model.measures.health_subject import Section, Subject
from latent_explorer.model.measures.health_width import width
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import load
from latent_explorer.model.store.image_sets import sample_for
from tests.helpers.linear_vae import NOISE, REACH, LinearVae
from tests.helpers.paths import DOCS
from tests.helpers.sets import COLOUR, sample_of
from tests.helpers.stand_ins import SignJudge

pytestmark = pytest.mark.usefixtures("quick")


def subject(vae: LinearVae, images: Array | None = None) -> Subject:
    return Subject.of(vae, LinearVae().drawn() if images is None else images, seed=0)


def ended(section: Section) -> tuple[str, str]:
    return section.verdict.level, section.verdict.key


def test_a_vae_whose_posterior_is_exact_is_well() -> None:
    """The images are drawn from the model itself, so all that a VAE should be it is."""
    own = subject(LinearVae())
    assert ended(axes(own)) == ("good", "all")
    assert ended(collapse(own)) == ("good", "neither")
    assert ended(prior(own)) == ("good", "like")
    assert ended(gaps(own, None)) == ("good", "few")
    assert ended(draws(own)) == ("good", "alike")
    assert ended(round_trip(own)) == ("good", "back")
    assert ended(width(own)) == ("good", "right")


def test_kl_by_axis_is_the_closed_form() -> None:
    own = subject(LinearVae())
    assert own.sigma is not None
    mu, variance = own.mu.astype(float), own.sigma.astype(float) ** 2
    expected = (0.5 * (mu**2 + variance - 1) - 0.5 * np.log(variance)).mean(axis=0)
    assert axes(own).figures["kl_by_axis_nats"] == pytest.approx(expected, rel=1e-4)
    assert axes(own).figures["kl_nats"]["value"] == pytest.approx(expected.sum(), rel=1e-4)


@pytest.mark.parametrize(("factor", "beta"), [(1.0, 1.0), (2.0, 4.0), (0.1, 0.01)])
def test_the_beta_that_fits_sigma_is_read_back(factor: float, beta: float) -> None:
    """1/σ² = 1 + F/β: with σ as narrow as here, a factor of σ is the root of one of β."""
    found = width(subject(LinearVae(width=factor))).figures
    assert found["fitting_beta"] == pytest.approx(beta, rel=0.01)
    assert found["declared_beta"] == 1


@pytest.mark.parametrize(
    ("factor", "said"), [(0.02, ("bad", "narrow")), (0.4, ("mind", "narrow")), (4.0, ("bad", "wide"))]
)
def test_a_sigma_of_another_width_is_told(factor: float, said: tuple[str, str]) -> None:
    axis = np.array([1.0, 0.5], np.float32)[:, None]  # axes of different strength, for ranks to be told
    vae = LinearVae(width=factor)
    vae.frame *= axis
    assert ended(width(subject(vae))) == said


def test_ranks_are_told_where_the_decoder_is_not_equally_sensitive() -> None:
    vae = LinearVae(3)
    vae.frame *= np.array([[1], [0.5], [0.25]], np.float32)
    assert width(subject(vae, vae.drawn())).figures["rank_correlation"] == pytest.approx(1, abs=1e-6)
    assert width(subject(LinearVae())).figures["rank_correlation"] is None


def test_a_sigma_that_goes_the_other_way_is_called_unrelated() -> None:
    class Confused(LinearVae):
        def encode(self, images: Array) -> tuple[Array, Array | None]:
            mu, sigma = super().encode(images)
            assert sigma is not None
            return mu, np.ascontiguousarray(sigma[:, ::-1])

    vae = Confused(2)
    vae.frame *= np.array([[1], [0.5]], np.float32)
    assert ended(width(subject(vae))) == ("bad", "unrelated")


def trained_with(beta: float | None, vae: LinearVae) -> LinearVae:
    """The same VAE, of which this β is declared."""
    foreign = ForeignConfig("python", Conventions((28, 28)), vae.latent_dim, "gaussian", NOISE, beta)
    object.__setattr__(vae.checkpoint, "model", foreign)
    return vae


@pytest.mark.parametrize("factor", [0.1, 1.0, 4.0])
def test_without_a_declared_beta_that_which_fits_is_said_and_not_judged(factor: float) -> None:
    found = width(subject(trained_with(None, LinearVae(width=factor))))
    assert ended(found) == ("good", "follows_as_beta")
    assert found.figures["fitting_beta"] == pytest.approx(factor**2, rel=0.01)


def test_at_a_beta_of_0_no_width_is_asked_for() -> None:
    found = width(subject(trained_with(0.0, LinearVae())))
    assert ended(found) == ("none", "without_price")
    assert found.figures["fitting_beta"] == pytest.approx(1, rel=0.01) and found.figures["declared_beta"] == 0


@pytest.mark.parametrize("declared", [True, False])
def test_where_no_image_changes_no_beta_fits(declared: bool) -> None:
    """The encoder tells images from one another, and the decoder doesn't listen."""
    vae = LinearVae(declared=declared)
    own = subject(vae)
    vae.frame[:] = 0
    found = width(own)
    assert ended(found) == ("none", "unmoved") and found.shown == {}
    assert {beta for name, beta in found.figures.items() if name.startswith("fitting_beta")} == {None}


def test_a_sigma_wider_than_the_prior_is_no_optimum() -> None:
    """As log σ is where it was log σ² that was meant, of codes whose axes tell much."""
    found = width(subject(LinearVae(width=400)))
    assert ended(found) == ("bad", "beyond") and found.figures["wider_than_prior"] == 1


def test_without_a_declared_likelihood_there_is_a_beta_for_either() -> None:
    vae = LinearVae(declared=False)
    vae.frame *= np.float32(0.25)  # so that all pixels are around ½, whose variance under Bernoulli is ¼
    own = subject(vae, vae.drawn())
    found = width(own).figures
    assert ended(width(own)) == ("good", "follows")
    assert found["declared_beta"] is None and "fitting_beta" not in found
    assert found["fitting_beta_if_gaussian"] == pytest.approx(NOISE**2 / own.error, rel=0.01)
    assert found["fitting_beta_if_bernoulli"] == pytest.approx(NOISE**2 / 0.25, rel=0.1)


def test_without_a_declared_likelihood_the_one_that_fits_is_believed() -> None:
    """Values beyond 0 and 1 have no variance under Bernoulli, whose ranks are then by chance."""
    assert ended(width(subject(LinearVae(declared=False)))) == ("good", "follows")


def test_the_change_by_sigma_is_one_where_sigma_fits() -> None:
    """REACH² σ² per axis, over the squared error per pixel."""
    own = subject(LinearVae())
    expected = REACH**2 / (1 + REACH**2 / NOISE**2) / own.error
    assert collapse(own).figures["change_by_sigma_per_axis"] == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize(("factor", "said"), [(0.2, ("mind", "narrow")), (0.05, ("bad", "point"))])
def test_a_vae_without_noise_is_an_autoencoder_in_disguise(factor: float, said: tuple[str, str]) -> None:
    assert ended(collapse(subject(LinearVae(width=factor)))) == said


def test_idle_axes_are_counted_and_left_out_of_the_rest() -> None:
    own = subject(LinearVae(4, idle=2), LinearVae(4, idle=2).drawn())
    assert ended(axes(own)) == ("mind", "some") and axes(own).figures["active_units"] == 2
    assert ended(collapse(own)) == ("mind", "idle") and collapse(own).figures["idle_axes"] == 2
    assert ended(round_trip(own)) == ("good", "back")


def test_a_collapsed_vae_is_called_so_and_asked_no_more() -> None:
    own = subject(LinearVae(idle=2))
    assert ended(axes(own)) == ("bad", "no_axis") and ended(collapse(own)) == ("bad", "whole")
    assert ended(round_trip(own)) == ended(width(own)) == ("none", "idle")
    assert ended(draws(own)) == ("bad", "blank")


def test_an_autoencoder_has_no_sigma_and_no_prior() -> None:
    own = subject(LinearVae(kind="ae"))
    assert ended(axes(own)) == ("none", "point") and "kl_nats" not in axes(own).figures
    assert ended(collapse(own)) == ended(prior(own)) == ended(width(own)) == ("none", "autoencoder")
    assert ended(gaps(own, None)) == ("good", "few")


def test_draws_of_collapsed_posteriors_are_not_those_of_the_prior() -> None:
    """Both are the same noise else, and a draw falls onto a code."""
    own = subject(LinearVae(idle=2))
    assert not np.allclose(own.fresh(len(own.mu), 4), own.around(1, 4), atol=0.01)
    assert gaps(own, None).figures["outside"]["value"] == pytest.approx(0.05, abs=0.04)


@pytest.mark.parametrize(("moved", "said"), [(0.0, "like"), (0.5, "moved"), (1.5, "unlike")])
def test_codes_that_lie_elsewhere_are_unlike_the_prior(moved: float, said: str) -> None:
    found = prior(subject(LinearVae(moved=moved)))
    assert found.verdict.key == said
    expected = moved**2 * 2 / 2  # KL(N(m, I) ‖ N(0, I)) = mᵀm / 2, on two axes
    assert found.figures["gaussian_kl_nats"] == pytest.approx(expected, abs=0.05 + 0.15 * expected)


def test_a_gaussian_fitted_to_few_draws_is_apart_by_chance() -> None:
    found = prior(subject(LinearVae(6), LinearVae(6).drawn(200))).figures
    assert found["gaussian_kl_nats"] == pytest.approx(found["gaussian_kl_by_chance_nats"], rel=0.5)


def test_axes_that_depend_on_one_another_have_a_total_correlation() -> None:
    """−½ ln(1 − ρ²) of two Gaussian axes."""
    vae, rho = LinearVae(), 0.8
    z = np.random.default_rng(4).multivariate_normal([0, 0], [[1, rho], [rho, 1]], 4000).astype(np.float32)
    found = prior(subject(vae, vae.decode(z))).figures
    assert found["total_correlation_nats"] == pytest.approx(-0.5 * math.log(1 - rho**2), rel=0.05)


def test_the_difference_of_distribution_functions_is_kolmogorovs() -> None:
    z = np.random.default_rng(5).normal([0.3, -0.3], 0.8, (500, 2)).astype(np.float32)
    assert kolmogorov(z) == pytest.approx([kstest(column.astype(float), "norm").statistic for column in z.T])


def test_of_draws_from_an_exact_prior_one_in_twenty_is_outside() -> None:
    found = gaps(subject(LinearVae(), LinearVae().drawn(2000)), None).figures
    assert found["outside"]["value"] == pytest.approx(found["outside_by_chance"], abs=0.02)


def test_draws_into_a_hollow_cloud_are_outside() -> None:
    vae = LinearVae()
    ring = np.random.default_rng(6).standard_normal((400, 2)).astype(np.float32)
    ring /= np.linalg.norm(ring, axis=1, keepdims=True)
    found = gaps(subject(vae, vae.decode(ring)), SignJudge())
    assert ended(found) == ("bad", "many") and found.figures["outside"]["value"] > 0.5
    assert found.figures["judge_sure"]["value"] == 1


def test_an_encoder_that_ignores_its_decoder_loses_codes() -> None:
    class Lost(LinearVae):
        def encode(self, images: Array) -> tuple[Array, Array | None]:
            mu, sigma = super().encode(images)
            return np.ascontiguousarray(mu[:, ::-1]), sigma

    assert ended(round_trip(subject(Lost()))) == ("bad", "lost")


def test_misfits_are_told_by_their_error() -> None:
    """The model is symmetric about mid grey, so that inverted images are as good as any."""
    found = misfit(subject(LinearVae()), [mnist_sample()])
    auroc_of = found.figures["auroc"]
    assert auroc_of["inverted"]["value"] == pytest.approx(0.5, abs=0.05)
    assert auroc_of["shuffled"]["value"] == auroc_of["other"]["value"] == 1
    assert ended(found) == ("bad", "untold") and found.figures["least"] == "inverted"
    assert found.figures["other_set"] == MNIST.id and found.figures["blank_error_above"] == 1


def test_another_name_makes_no_other_set() -> None:
    """A homework VAE of MNIST is not tested with MNIST, nor found wanting for liking it."""
    renamed = Sample(ImageSet("homework", side=28, classes=MNIST.classes), mnist_sample().data)
    images = mnist_sample().pixels[::-1][:200]
    assert unlike(images, renamed.images, [mnist_sample()]) is None
    sprites = sample_of(COLOUR)
    assert unlike(images, renamed.images, [mnist_sample(), sprites]) is sprites


@pytest.mark.parametrize("about", [COLOUR, ImageSet("small", side=9), MNIST])
def test_another_set_is_fitted_to_the_images(about: ImageSet) -> None:
    for other in (mnist_sample(), sample_of(COLOUR)):
        assert fitted(other, about).shape == (len(other), about.values)
    assert np.array_equal(fitted(mnist_sample(), MNIST), mnist_sample().pixels)


def test_auroc_counts_pairs_and_ties_as_half() -> None:
    assert auroc(np.array([1.0, 2.0]), np.array([3.0, 4.0])) == 1
    assert auroc(np.array([1.0, 3.0]), np.array([2.0, 3.0])) == 2.5 / 4
    assert auroc(np.ones(5), np.ones(4)) == 0.5


def test_sharpness_is_the_mean_difference_of_neighbours() -> None:
    stripes = np.tile(np.array([0, 1], np.float32), (1, 28 * 14))  # columns by turns
    assert sharpness(stripes, MNIST) == 1
    assert sharpness(np.full((1, 784), 0.5, np.float32), MNIST) == 0


def examined(vae: LinearVae, count: int = 60) -> Health:
    pixels = vae.drawn(count).clip(0, 1)
    data = ImageData((pixels * 255).round().astype(np.uint8).reshape(-1, 28, 28), None)
    return health(vae, None, data, [mnist_sample()], lambda *_: None)


@pytest.mark.parametrize(
    "vae",
    [LinearVae(), LinearVae(kind="ae"), LinearVae(idle=2), LinearVae(declared=False), LinearVae(256)],
    ids=["vae", "ae", "collapsed", "foreign", "256"],
)
def test_every_model_gets_nine_answers_in_finite_numbers(vae: LinearVae) -> None:
    found = examined(vae)
    assert len(found.sections) == 9 and found.images == 60
    json.dumps({name: section.figures for name, section in found.sections.items()}, allow_nan=False)


def test_the_same_seed_gives_the_same_figures() -> None:
    one, two = (examined(LinearVae()).sections for _ in range(2))
    assert {name: section.figures for name, section in one.items()} == {n: s.figures for n, s in two.items()}


def test_a_hollow_cloud_is_found_in_whatever_order_its_images_come() -> None:
    """One half of a ring is far from the other, and beside that nothing would be outside."""
    vae, angle = LinearVae(), np.linspace(0, 2 * np.pi, 400, endpoint=False)
    pixels = vae.decode(np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32))
    data = ImageData((pixels * 255).round().astype(np.uint8).reshape(-1, 28, 28), None)
    assert ended(health(vae, None, data, [], lambda *_: None).sections["holes"]) == ("bad", "many")


@pytest.mark.slow
def test_digits_that_come_sorted_have_the_report_of_shuffled_ones() -> None:
    codec, digits = Codec(load(ZOO / "ae-2d")), mnist_sample().data
    by_class = digits.take(np.argsort(digits.known_labels, kind="stable"))
    one, two = (health(codec, None, data, [], lambda *_: None).sections for data in (digits, by_class))
    assert ended(one["holes"]) == ("mind", "holes")
    assert {name: (ended(s), s.figures) for name, s in one.items()} == {
        n: (ended(s), s.figures) for n, s in two.items()
    }


def test_of_very_many_images_as_many_as_fit_are_drawn() -> None:
    """Each is a number of its own, written as four bytes."""
    many = ImageData(np.arange(MOST + 500, dtype="<u4").view(np.uint8).reshape(-1, 2, 2), None)
    found = in_random_order(many, 0).images.reshape(-1, 4).view("<u4").ravel()
    assert len(found) == MOST == len(set(found)) and (np.sort(found)[-400:] > MOST - 500).all()
    assert np.corrcoef(found, np.arange(MOST))[0, 1] == pytest.approx(0, abs=0.05)


def test_few_images_are_refused() -> None:
    with pytest.raises(DataError, match=f"there are 19 images of mnist; a report needs {FEWEST}"):
        examined(LinearVae(), FEWEST - 1)


def read_back() -> list[tuple[str, float]]:
    """Models and the β that docs/report.md says is read from their σ."""
    rows = re.findall(r"^\| `([\w.-]+)` \|.*\| ([\d.]+) \|$", (DOCS / "report.md").read_text("utf-8"), re.MULTILINE)
    return [(name, float(beta)) for name, beta in rows]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "beta"), read_back())
def test_the_beta_of_shipped_models_is_read_back_as_the_document_says(name: str, beta: float) -> None:
    codec = Codec(load(ZOO / name))
    sample = sample_for(ZOO / name, codec.images)
    some = in_random_order(sample.data, 0).pixels()[:256]
    found = width(Subject.of(codec, some, seed=0)).figures
    assert found["fitting_beta"] == pytest.approx(beta, rel=0.03)
    assert found["fitting_beta"] == pytest.approx(found["declared_beta"], rel=0.12)
