"""`latent-explorer export`: the explorer as a site of files, or as one file."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shlex import quote

from latent_explorer.app.cli.cards import cards_of
from latent_explorer.app.cli.loss_plot import CURVES
from latent_explorer.app.cli.terminal import console, plain_errors
from latent_explorer.app.export.cards import plots
from latent_explorer.app.export.choice import chosen, judge_of
from latent_explorer.app.export.folder import check_file, check_folder, left_over, write_site
from latent_explorer.app.export.single_file import single_file
from latent_explorer.app.export.site import Content, site
from latent_explorer.app.http.i18n import Language
from latent_explorer.app.settings import Settings, settings_or_exit
from latent_explorer.model.config import ConfigError
from latent_explorer.model.registry import Model, open_registry
from latent_explorer.model.store import files
from latent_explorer.model.store.checkpoint import revision_of

HEAD = "# The models\n\nFigures are of MNIST's 10,000 test images, [in brackets] 95 % bootstrap intervals.\n"


@dataclass(frozen=True)
class Export:
    """Where to, and what: models by name, all if there are none."""

    folder: Path | None
    file: Path | None
    models: list[str]
    title: str
    language: Language
    force: bool


def export_site(wanted: Export) -> None:
    """Write the site, or the file, and say what became of it."""
    with plain_errors():
        if (wanted.folder is None) == (wanted.file is None):
            raise ConfigError("name a folder for the site, or else --single-file and a file's name")
        if wanted.folder:
            check_folder(wanted.folder, wanted.force)
        if wanted.file:
            check_file(wanted.file, wanted.force)
        settings = settings_or_exit()
        with console.status("Loading models …"):
            content = _content(wanted, settings)
        with console.status("Writing …"):
            sizes = _write(wanted, content)
    _report(wanted, sizes)


def _content(wanted: Export, settings: Settings) -> Content:
    registry = open_registry(settings.model_folders)
    models, left_out = chosen(registry, wanted.models)
    for sentence in left_out:
        console.print(sentence, highlight=False, markup=False, soft_wrap=True)
    folders = [_folder_of(model, settings) for model in models.values()]
    return Content(
        models=models,
        judge=judge_of(registry),
        cards=cards_of(HEAD, folders),
        plots=plots(folders, CURVES),
        title=wanted.title,
        language=wanted.language,
        max_upload_bytes=settings.max_upload_bytes,
    )


def _folder_of(model: Model, settings: Settings) -> Path:
    """The folder that a model was loaded from."""
    folders = (root / model.checkpoint.id for root in settings.model_folders)
    return next(folder for folder in folders if revision_of(folder) == model.checkpoint.revision)


def _write(wanted: Export, content: Content) -> list[int]:
    """The sizes of what was written, bytes."""
    if wanted.file:
        data = single_file(content)
        files.write(wanted.file, data)
        return [len(data)]
    assert wanted.folder
    made = site(content)
    write_site(wanted.folder, made)
    if others := left_over(wanted.folder, made):
        said = (
            f"{len(others)} other files stay in {wanted.folder}, such as {others[0]}: pages of an earlier export can be"
        )
        console.print(f"{said} reached still; remove the folder first for a site alone", markup=False, soft_wrap=True)
    return [len(data) for data in made.values()]


def _report(wanted: Export, sizes: list[int]) -> None:
    what = "one file" if wanted.file else f"{len(sizes)} files"
    say = partial(console.print, highlight=False, markup=False, soft_wrap=True)
    say(f"{wanted.file or wanted.folder}: {what}, {sum(sizes) / 1e6:.1f} MB")
    if wanted.folder:
        folder = quote(str(wanted.folder))
        say(f"Any host of static files serves it; this machine, for a try: python -m http.server -d {folder}")
