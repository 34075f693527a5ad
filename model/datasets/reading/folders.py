"""Folders of picture files: the folders are the classes, or first the splits and then the classes."""

from dataclasses import dataclass

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.canvas import Canvas
from latent_explorer.model.datasets.reading.files import Files
from latent_explorer.model.datasets.reading.options import (
    PictureReader,
    Progress,
    Raw,
    ReadingOptions,
    Split,
)
from latent_explorer.model.datasets.reading.parts import cut
from latent_explorer.model.datasets.reading.passed_over import Entry, without_classes
from latent_explorer.model.datasets.reading.splits import is_split, split_in

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".avif", ".heic", ".heif")


@dataclass(frozen=True)
class Path:
    """A picture file, and what of its path tells pictures apart."""

    name: str
    parts: tuple[str, ...]

    def below(self) -> "Path":
        """The same without the outermost folder."""
        return Path(self.name, self.parts[1:])


def picture_names(files: Files) -> list[str]:
    """The files that are called as pictures are."""
    return files.ending_in(*ENDINGS)


def read_folders(
    files: Files, names: list[str], options: ReadingOptions, pictures: PictureReader, on_progress: Progress
) -> Raw:
    """The set of picture files. Raises DataError, by the file's name."""
    entries, notes = arranged(names)
    if options.labels == "none":
        entries = [Entry(entry.name, entry.split, None) for entry in entries]
    elif options.labels is not None:
        raise DataError(f"classes of pictures are their folders; --labels takes none here, not {options.labels}")
    canvas = Canvas(options)
    for done, entry in enumerate(entries, 1):
        called = files.called(entry.name)
        canvas.add(pictures(files.read(entry.name), called), called)
        on_progress(done, len(entries))
    splits, labels = [entry.split for entry in entries], [entry.label for entry in entries]
    parts, _ = cut(canvas.images(files.path.name), splits, labels, files.path.name)
    return Raw("folders of pictures", parts, {}, (*notes, *canvas.notes()))


def arranged(names: list[str]) -> tuple[list[Entry], tuple[str, ...]]:
    """Each picture's split and class by its folders, split by split, and notes. Raises DataError if that can't be told.

    Folders around all pictures are passed over. Where the outermost ones that tell pictures apart are all called train,
    val, test or alike, they are the splits. The next ones are the classes.
    """
    paths = _inner([Path(name, tuple(name.split("/"))) for name in names])
    outermost = {path.parts[0] for path in paths if len(path.parts) > 1}
    by_split: dict[Split, list[Path]] = {"train": paths}
    if outermost and all(len(path.parts) > 1 and is_split(path.parts[0]) for path in paths):
        by_split = {"train": [], "validation": [], "test": []}
        for path in paths:
            by_split[split_in(path.parts[0]) or "train"].append(path.below())
        by_split = _without_wrapping(by_split)
    labelled = [_labelled(split, of_split) for split, of_split in by_split.items()]
    entries = [entry for of_split, _ in labelled for entry in of_split]
    return entries, (*(note for _, told in labelled for note in told), *without_classes(entries))


def _inner(paths: list[Path]) -> list[Path]:
    """The paths without the folders around all of them."""
    while paths and len({path.parts[0] for path in paths}) == 1 and len(paths[0].parts) > 1:
        paths = [path.below() for path in paths]
    return paths


def _without_wrapping(by_split: dict[Split, list[Path]]) -> dict[Split, list[Path]]:
    """The splits without a folder around all pictures of one, such as test/images, unless another has it as a class."""
    first = {split: {path.parts[0] for path in paths if len(path.parts) > 1} for split, paths in by_split.items()}
    classes = set().union(*(names for names in first.values() if len(names) > 1))
    return {split: paths if first[split] <= classes else _inner(paths) for split, paths in by_split.items()}


def _labelled(split: Split, paths: list[Path]) -> tuple[list[Entry], tuple[str, ...]]:
    within = [path for path in paths if len(path.parts) > 1]
    loose = [path for path in paths if len(path.parts) == 1]
    if not within or not loose:
        return [Entry(path.name, split, path.parts[0] if within else None) for path in paths], ()
    if len(loose) >= len(within):
        raise DataError(
            f"{len(loose):,} pictures, such as {loose[0].name}, lie beside folders of {len(within):,}: put each into "
            f"the folder of its class, or all into one"
        )
    note = f"{len(loose):,} pictures, such as {loose[0].name}, lie in no class's folder and are left out"
    return [Entry(path.name, split, path.parts[0]) for path in within], (note,)
