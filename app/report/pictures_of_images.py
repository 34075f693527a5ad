"""The pictures of the sections that are about images."""

from markupsafe import Markup

from latent_explorer.app.report import plots
from latent_explorer.app.report.pictures_of_codes import figure, rows_of
from latent_explorer.app.report.words import Words
from latent_explorer.model.measures.health_images import TOLD
from latent_explorer.model.measures.health_subject import Section


def draws_pictures(section: Section, words: Words) -> list[Markup]:
    """Images, their reconstructions, and images that were drawn."""
    return [rows_of([(words.says(f"draws.{name}"), images) for name, images in section.shown.items()], words)]


def misfit_pictures(section: Section, words: Words) -> list[Markup]:
    """AUROC by kind of misfit, and images of each kind above what the model makes of them."""
    other = str(section.figures["other_set"])
    names = {kind: words.says(f"misfit.kind_{kind}", other=other) for kind in section.figures["auroc"]}
    bars = [
        (names[kind], *(found[end] for end in ("value", "low", "high")))
        for kind, found in section.figures["auroc"].items()
    ]
    caption = words.says("misfit.caption", limit=words.tick(TOLD))
    strips = []
    for kind, name in names.items():
        strips += [
            (name, section.shown[f"{kind}_given"]),
            (words.says("misfit.rebuilt"), section.shown[f"{kind}_rebuilt"]),
        ]
    return [figure(plots.shares(caption, bars, words, TOLD), caption), rows_of(strips, words)]
