"""`latent-explorer export`: the explorer as a site of files, or as one file."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shlex import quote

from latent_explorer.app.cli.cards import OF_EACH, SHORT_HEAD, cards_of
from latent_explorer.app.cli.loss_plot import CURVES
from latent_explorer.app.cli.terminal import console, plain_errors
from latent_explorer.app.export.cards import plots
from latent_explorer.app.export.choice import chosen
from latent_explorer.app.export.folder import check_file, check_folder, left_over, write_site
from latent_explorer.app.export.single_file import single_file
from latent_explorer.app.export.site import Content, site
from latent_explorer.app.http.i18n import Language
from latent_explorer.app.settings import Settings, settings_or_exit
from latent_explorer.model.config import MNIST, ConfigError
from latent_explorer.model.registry import Model, open_registry
from latent_explorer.model.store import files
from latent_explorer.model.store.checkpoint import revision_of

OF_MNIST = "MNIST's 10,000 test images"


@dataclass(frozen=True)
class Export:
    """Where to, and what: models by name, all if there are none. title: None for the product's name."""

    folder: str | None
    file: str | None
    models: list[str]
    title: str | None
    language: Language
    force: bool


def export_site(wanted: Export) -> None:
    """Write the site, or the file, and say what became of it."""
    with plain_errors():
        folder, file = _place(wanted)
        title = "" if wanted.title is None else _written("the title", wanted.title)
        settings = settings_or_exit()
        with console.status("Loading models …"):
            content = _content(wanted, title, settings)
        with console.status("Writing …"):
            sizes = _write(folder, file, content)
    _report(folder, file, sizes)


def _place(wanted: Export) -> tuple[Path | None, Path | None]:
    """The folder, or else the file, once either may be written. Raises ConfigError."""
    if wanted.folder is None and wanted.file is None:
        raise ConfigError("name a folder for the site, or else --single-file and a file's name")
    if wanted.folder is not None and wanted.file is not None:
        raise ConfigError(f"a site in {wanted.folder} or one file: leave one of both out, and export twice for both")
    if wanted.folder is not None:
        folder = Path(_written("the folder's name", wanted.folder))
        check_folder(folder, wanted.force)
        return folder, None
    file = Path(_written("the file's name", wanted.file or ""))
    check_file(file, wanted.force)
    return None, file


def _written(what: str, text: str) -> str:
    """The text, which can be read and encoded. Raises ConfigError where it can't."""
    if not text.strip():
        raise ConfigError(f"{what} is empty; write one, or leave it out")
    if not text.isprintable():  # so are bytes that are not UTF-8: Python has a half of a pair in the place of each
        raise ConfigError(f"{what} has what can't be printed, or is not written in UTF-8; write another")
    return text.strip()


def _content(wanted: Export, title: str, settings: Settings) -> Content:
    registry = open_registry(settings.model_folders)
    models, left_out = chosen(registry, wanted.models)
    for sentence in left_out:
        console.print(sentence, highlight=False, markup=False, soft_wrap=True)
    of = OF_MNIST if all(model.codec.images == MNIST for model in models.values()) else OF_EACH
    folders = [_folder_of(model, settings) for model in models.values()]
    return Content(
        models=models,
        cards=cards_of(SHORT_HEAD.format(of), folders),
        plots=plots(folders, CURVES),
        title=title,
        language=wanted.language,
        max_upload_bytes=settings.max_upload_bytes,
    )


def _folder_of(model: Model, settings: Settings) -> Path:
    """The folder that a model was loaded from."""
    folders = (root / model.checkpoint.id for root in settings.model_folders)
    return next(folder for folder in folders if revision_of(folder) == model.checkpoint.revision)


def _write(folder: Path | None, file: Path | None, content: Content) -> list[int]:
    """The sizes of what was written, bytes."""
    if file:
        data = single_file(content)
        files.write(file, data)
        return [len(data)]
    assert folder
    made = site(content)
    write_site(folder, made)
    if others := left_over(folder, made):
        said = f"{len(others)} other files stay in {folder}, such as {others[0]}: pages of an earlier export can be"
        console.print(f"{said} reached still; remove the folder first for a site alone", markup=False, soft_wrap=True)
    return [len(data) for data in made.values()]


def _report(folder: Path | None, file: Path | None, sizes: list[int]) -> None:
    what = "one file" if file else f"{len(sizes)} files"
    say = partial(console.print, highlight=False, markup=False, soft_wrap=True)
    say(f"{file or folder}: {what}, {sum(sizes) / 1e6:.1f} MB")
    if folder:
        at = quote(str(folder))
        say(f"Any host of static files serves it; this machine, for a try: python -m http.server -d {at}")
