"""Health, 6 and 9: does a code come back from its image, and does near mean similar?"""

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.measures.health_subject import Section, Subject, Verdict
from latent_explorer.model.measures.nearness import rank_correlation, step_curve
from latent_explorer.model.statistics.spread import spread

ROUND = 500  # codes that are sent round
# Of the cloud's sd, and of σ: within one σ the encoder gives back the place as well as it claims to know it.
BACK_SD, LOST_SD, BACK_SIGMA = 0.1, 0.5, 1.0
NEAR = 2_000  # codes of which nearness is measured
# Change by 0.1 sd, over the squared distance of two images taken at random; 5 % is hardly seen, 20 % is another image.
SMALL_STEP, LARGE_STEP = 0.05, 0.2
ALIKE, HARDLY_ALIKE = 0.5, 0.25  # rank correlation of latent and decoded distance


def round_trip(subject: Subject) -> Section:
    """Decode codes, encode the images: how far the new codes are from the old, on active axes (Cemgil et al. 2020)."""
    if not subject.active.any():
        return Section(Verdict("none", "idle"))
    some = subject.first(ROUND)
    z, drawn = some.around(1, 6), subject.fresh(ROUND, 7)
    unit = spread(z)[subject.active]  # (active,)
    back, width = subject.codec.encode(subject.codec.decode(z))
    of_drawn, _ = subject.codec.encode(subject.codec.decode(drawn))
    away = (back - z)[:, subject.active]  # (n, active)
    figures = {
        "codes_sd": _median_length(away / unit),
        "draws_sd": _median_length((of_drawn - drawn)[:, subject.active] / unit),
    }
    if width is not None:
        figures["codes_sigma"] = _median_length(away / width[:, subject.active])
    worst = int(np.flatnonzero(subject.active)[np.argmax(np.abs(away / unit).mean(axis=0))])
    figures["worst_axis"] = worst
    verdict = _back(figures["codes_sd"], figures.get("codes_sigma"))
    return Section(verdict, figures, {"z": z[:, worst], "back": back[:, worst]})


def _median_length(away: Array) -> float:
    """Median over rows (n, k) of the root mean square over their columns."""
    return float(np.median(np.sqrt(np.square(away.astype(np.float64)).mean(axis=1))))


def _back(in_sd: float, in_sigma: float | None) -> Verdict:
    if in_sd <= BACK_SD:
        return Verdict("good", "back")
    if in_sigma is not None and in_sigma <= BACK_SIGMA:
        return Verdict("good", "back_in_sigma")
    return Verdict("bad", "lost") if in_sd > LOST_SD else Verdict("mind", "near")


def nearness(subject: Subject, judge: JudgeCodec | None) -> Section:
    """Near means similar, by our own measures: `nearness.py`."""
    mu = subject.mu[:NEAR]
    curve = step_curve(subject.codec, judge, mu, spread(mu), subject.seed)
    ranked = rank_correlation(subject.codec, mu, subject.seed)
    apart = 2 * float(subject.images.var(axis=0).mean())  # mean squared difference of two images, per pixel
    step = next(point for point in curve if point["step"] == 0.1)
    share = step["mse_median"]["value"] / max(apart, 1e-12)
    figures = {"step_curve": curve, "rank_correlation": ranked, "change_by_0.1_sd_over_random_pair": share}
    shown = {"step": np.array([point["step"] for point in curve]), "apart": np.array([apart])}
    return Section(_near(share, ranked["all"]["value"]), figures, shown)


def _near(share: float, ranked: float) -> Verdict:
    if share <= SMALL_STEP and ranked >= ALIKE:
        return Verdict("good", "similar")
    return Verdict("bad", "rough") if share > LARGE_STEP or ranked < HARDLY_ALIKE else Verdict("mind", "partly")
