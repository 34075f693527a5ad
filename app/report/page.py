"""A report as one HTML file that loads nothing and runs nothing."""

import math
from functools import cache

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from markupsafe import Markup

from latent_explorer.app.report.record import Report, versions
from latent_explorer.app.report.sections import Shown, counts
from latent_explorer.app.report.words import Words
from latent_explorer.app.settings import asset_folder
from latent_explorer.model.config import ForeignConfig, ModelConfig
from latent_explorer.model.foreign.pixels import LEAST

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def report_page(report: Report, sections: list[Shown], words: Words) -> str:
    """The page's HTML."""
    style = (asset_folder("static") / "report.css").read_text("utf-8")
    return _template().render(
        policy=POLICY,
        style=Markup(style),
        words=words,
        says=words.says,
        kind=report.codec.checkpoint.model.kind,
        name=report.codec.checkpoint.id,
        lead=_lead(report, words),
        facts=_facts(report, words),
        counts=counts(sections),
        sections=sections,
    )


def _lead(report: Report, words: Words) -> str:
    count, given = (words.count(number) for number in (report.health.images, report.health.given))
    which = report.source if count == given else "part"
    return words.says(f"lead_{which}", count=count, set=report.codec.images.id, given=given)


def _facts(report: Report, words: Words) -> list[tuple[str, str]]:
    """What was examined, with what."""
    loaded = report.codec.checkpoint
    model = loaded.model
    facts = {"kind": words.says(f"kind_{model.kind}"), "axes": words.count(model.latent_dim)}
    if model.samples:
        facts |= _likelihood(model, words)
        facts["beta"] = words.says("undeclared") if model.beta is None else words.tick(model.beta)
    if loaded.parameters:
        facts["parameters"] = words.count(loaded.parameters)
    facts |= {"revision": loaded.revision, "seed": words.count(report.health.seed)}
    facts["versions"] = ", ".join(f"{name} {number}" for name, number in versions().items())
    return [(words.says(f"fact_{name}"), value) for name, value in facts.items()]


def _likelihood(model: ModelConfig | ForeignConfig, words: Words) -> dict[str, str]:
    """The declared likelihood, how wide it is if a Gaussian, and where its logits are not the decoder's own."""
    facts = {"likelihood": words.says(f"likelihood_{model.likelihood or 'none'}")}
    if model.likelihood == "gaussian" and model.observation_sd is not None:
        facts["observation_sd"] = words.tick(model.observation_sd)
    if model.likelihood == "bernoulli" and isinstance(model, ForeignConfig) and model.conventions.output != "logits":
        facts["clamped"] = words.says("clamped", margin=words.tick(LEAST), nats=words.number(-math.log(LEAST)))
    return facts


@cache
def _template() -> Template:
    loader = FileSystemLoader(asset_folder("templates"))
    kept = Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True)
    return kept.get_template("report.html")
