"""A report as one HTML file that loads nothing and runs nothing."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from markupsafe import Markup

from latent_explorer.app.report.record import Report, versions
from latent_explorer.app.report.sections import Shown, counts
from latent_explorer.app.report.words import Words
from latent_explorer.app.settings import asset_folder

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
    count = words.count(report.health.images)
    return words.says(f"lead_{report.source}", count=count, set=report.codec.images.id)


def _facts(report: Report, words: Words) -> list[tuple[str, str]]:
    """What was examined, with what."""
    loaded = report.codec.checkpoint
    model = loaded.model
    facts = {"kind": words.says(f"kind_{model.kind}"), "axes": words.count(model.latent_dim)}
    if model.samples:
        facts["likelihood"] = words.says(f"likelihood_{model.likelihood or 'none'}")
        facts["beta"] = words.says("undeclared") if model.beta is None else words.tick(model.beta)
    if loaded.parameters:
        facts["parameters"] = words.count(loaded.parameters)
    facts |= {"revision": loaded.revision, "seed": words.count(report.health.seed)}
    facts["versions"] = ", ".join(f"{name} {number}" for name, number in versions().items())
    return [(words.says(f"fact_{name}"), value) for name, value in facts.items()]


@cache
def _template() -> Template:
    loader = FileSystemLoader(asset_folder("templates"))
    kept = Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True)
    return kept.get_template("report.html")
