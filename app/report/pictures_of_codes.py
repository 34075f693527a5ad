"""The pictures of the sections that are about codes."""

import numpy as np
from markupsafe import Markup

from latent_explorer.app.report import plots
from latent_explorer.app.report.pictures import strip
from latent_explorer.app.report.words import Words, axis_name
from latent_explorer.model.measures.health_subject import Section
from latent_explorer.model.statistics.spread import ACTIVE_VARIANCE


def figure(body: Markup, caption: str) -> Markup:
    """A picture with what it shows below it."""
    return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(body, caption)


def axes_pictures(section: Section, words: Words) -> list[Markup]:
    """KL divergence by axis; of an autoencoder the variance of its codes."""
    variance = section.shown["variance"]
    if "kl" in section.shown:
        caption = words.says("axes.caption")
        return [
            figure(plots.axis_bars(caption, section.shown["kl"], variance > ACTIVE_VARIANCE, words, "nat"), caption)
        ]
    caption = words.says("axes.caption_point")
    return [figure(plots.axis_bars(caption, variance, variance > 0, words, words.says("plot.variance")), caption)]


def collapse_pictures(section: Section, words: Words) -> list[Markup]:
    """How far μ varies on each axis, and σ."""
    if "sigma" not in section.shown:
        return []
    caption = words.says("collapse.caption")
    legend = [("one", words.says("plot.sd_of_mu")), ("two", "σ")]
    return [figure(plots.axis_widths(caption, section.shown["sd"], section.shown["sigma"], words, legend), caption)]


def prior_pictures(section: Section, words: Words) -> list[Markup]:
    """The aggregated posterior on its worst axes, beside the normal density."""
    if "z" not in section.shown:
        return []
    legend = [("column", words.says("plot.codes")), ("dashed", "N(0, 1)")]
    found = []
    for axis, z in zip(section.shown["worst"], section.shown["z"].T, strict=True):
        apart = words.number(section.figures["kolmogorov_by_axis"][axis])
        caption = words.says("prior.caption", axis=axis_name(int(axis)), apart=apart)
        found.append(figure(plots.against_normal(caption, z, words, axis_name(int(axis)), legend), caption))
    return found[:2]


def holes_pictures(section: Section, words: Words) -> list[Markup]:
    """Distances to the nearest code, of draws and of codes; and decoded images of draws near and far."""
    legend = [("column", words.says("plot.draws")), ("dashed", words.says("plot.codes"))]
    caption, name = words.says("holes.caption"), words.says("plot.nearest")
    plot = plots.two_densities(caption, section.shown["draws"], section.shown["codes"], words, name, legend)
    strips = [(words.says(f"holes.{which}"), section.shown[which]) for which in ("near", "far")]
    return [figure(plot, caption), rows_of(strips, words)]


def rows_of(strips: list[tuple[str, np.ndarray]], words: Words) -> Markup:
    """Strips of images below one another, each below its name."""
    parts = [
        Markup("<dt>{}</dt><dd>{}</dd>").format(name, strip(images, words.images, name)) for name, images in strips
    ]
    return Markup('<dl class="strips">{}</dl>').format(Markup("").join(parts))


def round_trip_pictures(section: Section, words: Words) -> list[Markup]:
    """Codes against those that come back, on the axis that loses most."""
    if "back" not in section.shown:
        return []
    axis = axis_name(section.figures["worst_axis"])
    caption = words.says("round_trip.caption", axis=axis)
    names = words.says("plot.code", axis=axis), words.says("plot.code_back", axis=axis)
    return [figure(plots.pairs(caption, section.shown["z"], section.shown["back"], words, names), caption)]


def width_pictures(section: Section, words: Words) -> list[Markup]:
    """1/σ² − 1 against the decoder's sensitivity, both by powers of ten."""
    if "precision" not in section.shown:
        return []
    caption = words.says("width.caption")
    names = words.says("plot.sensitivity"), "1/σ² − 1"
    sensitive, precision = section.shown["sensitive"], section.shown["precision"]
    return [figure(plots.pairs(caption, sensitive, precision, words, names, log=True), caption)]


def nearness_pictures(section: Section, words: Words) -> list[Markup]:
    """The step curve: median and 95 % quantile."""
    caption, curve = words.says("nearness.caption"), section.figures["step_curve"]
    steps = section.shown["step"]
    lines = [
        (np.array([p[key]["value"] for p in curve]), kind) for key, kind in (("mse_median", "one"), ("mse_p95", "two"))
    ]
    names = words.says("plot.step"), words.says("plot.change")
    return [figure(plots.curve(caption, steps, lines, words, names), caption)]
