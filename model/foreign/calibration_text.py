"""What calibration found, in sentences for the terminal."""

from latent_explorer.model.config import Conventions
from latent_explorer.model.foreign.calibrate import Calibration
from latent_explorer.model.foreign.sigma_trials import SigmaTrial

INPUT = {"unit": "0..1", "symmetric": "−1..1", "standardised": "less {mean}, over {sd}"}
OUTPUT = {
    "unit": "pixels in 0..1",
    "symmetric": "pixels in −1..1",
    "logits": "logits",
    "standardised": "pixels as it takes them",
}
SECOND = {"log_variance": "log σ²", "log_sd": "log σ", "sd": "σ", "variance": "σ²", "none": "nothing: an autoencoder"}
PLACE = {"separate": "as output {place}", "halves": "in the first half", "interleaved": "by turns with the other"}
LAYOUT = {"separate": "as an output of its own", "halves": "as the second half", "interleaved": "by turns with μ"}


def sentences(found: Calibration, chosen: Conventions, given: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What goes in, what comes out, what the second output is, each with its evidence; and what is open.

    `given`: the fields that the user named, of which nothing is open.
    """
    best = found.pixels[0]
    rebuilt = f"{100 * best.explained:.0f} % of the images' variance, squared error {best.error:.4f} per pixel"
    told = [
        f"the encoder takes {pixels_in(chosen)}",
        f"the decoder gives {OUTPUT[chosen.output]}, which explain {rebuilt}",
        f"beside μ the encoder gives {second_of(chosen)}{_evidence(found, chosen)}",
        *_next_best(found),
    ]
    if not found.rebuilds:
        told.append("no way rebuilds these images; are they of the kind that it was trained on?")
    open_fields = [field for field in found.unsure if field not in given]
    if open_fields and found.rebuilds:
        told.append(f"these images leave open: {', '.join(open_fields)}; name what you know, by conventions= or --set")
    return tuple(told)


def _next_best(found: Calibration) -> list[str]:
    trial = found.next_best
    if trial is found.pixels[0]:
        return []
    return [f"next best: {in_words(trial.conventions)}, which explain {100 * trial.explained:.0f} %".replace("-", "−")]


def in_words(conventions: Conventions) -> str:
    """How images go in and come out, in words."""
    words = [pixels_in(conventions), f"out come {OUTPUT[conventions.output]}"]
    words += [f"μ {PLACE[conventions.layout].format(place=conventions.outputs[0] + 1)}"]
    return "; ".join(words)


def pixels_in(conventions: Conventions) -> str:
    """How images go in, in words."""
    mean, sd = (", ".join(f"{value:g}" for value in values) for values in (conventions.mean, conventions.sd))
    words = [f"pixels {INPUT[conventions.input].format(mean=mean, sd=sd)}"]
    if conventions.input == "standardised" and len(conventions.mean) == 1:
        black, white = ((value - conventions.mean[0]) / conventions.sd[0] + 0.0 for value in (0, 1))
        words = [f"pixels {black:.3g}..{white:.3g}".replace("-", "−")]
    words += ["light and dark swapped"] * conventions.inverted + ["rows and columns swapped"] * conventions.transposed
    return ", ".join(words)


def second_of(conventions: Conventions) -> str:
    """What stands beside μ, in words."""
    if conventions.second == "none":
        return SECOND["none"]
    return f"{SECOND[conventions.second]}, {LAYOUT[conventions.layout]}"


def _evidence(found: Calibration, chosen: Conventions) -> str:
    trial = next((one for one in found.seconds if one.conventions.second == chosen.second), None)
    if trial is None:
        return ""
    other = next((one for one in found.seconds if one.conventions.second != chosen.second and one.slope), None)
    less = f"; as {SECOND[other.conventions.second]} by {other.slope:.2f}" if trial.slope and other else ""
    return f": {evidence(trial)}{less}"


def evidence(trial: SigmaTrial) -> str:
    """The two figures by which a meaning of the second output is judged, in words."""
    told = f"Var(μ) + E[σ²] is off 1 by a factor of {trial.aggregated:.2f} (1 is best)"
    if trial.slope is None:
        return told
    return f"{told}, and 1/σ² − 1 grows by a power of {trial.slope:.2f} of the image's change (1 is best)"
