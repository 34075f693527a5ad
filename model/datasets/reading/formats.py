"""Which format a folder, a zip or a file has, by the names of its files; each is read by its own module."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from posixpath import splitext

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.files import Files, Folder, OneFile, open_files
from latent_explorer.model.datasets.reading.folders import picture_names, read_folders
from latent_explorer.model.datasets.reading.idx_files import idx_names, read_idx_files
from latent_explorer.model.datasets.reading.named_arrays import array_names, read_arrays
from latent_explorer.model.datasets.reading.options import PictureReader, Progress, Raw, ReadingOptions
from latent_explorer.model.datasets.reading.packed import plain_name
from latent_explorer.model.datasets.reading.parquet import parquet_names, read_parquet
from latent_explorer.model.datasets.reading.rows import csv_names, read_rows

READ = "folders of pictures, IDX, .npz and .npy, CSV, parquet, or a zip of one of these"
# Which is taken where there are several: what is made to be read by programs before pictures, which may show it, and
# pictures before CSV, which may tell about them.
KINDS = {
    "IDX files": idx_names,
    "NumPy arrays": array_names,
    "parquet files": parquet_names,
    "pictures": picture_names,
    "CSV files": csv_names,
}


def read_raw(path: Path, options: ReadingOptions, pictures: PictureReader | None, on_progress: Progress) -> Raw:
    """The splits of a folder, a zip or a file as their files hold them. Raises DataError."""
    with ExitStack() as stack:
        files = stack.enter_context(open_files(path))
        wanted = plain_name(files.names[0]) if isinstance(files, OneFile) and idx_names(files) else None
        if wanted is not None:  # labels are in a file of their own, beside
            files = _siblings(files.path)
        kinds = _kinds(files)
        if not kinds and len(zips := files.ending_in(".zip")) == 1 and isinstance(files, Folder):
            files = stack.enter_context(open_files(files.path / zips[0]))
            kinds = _kinds(files)
        if not kinds:
            raise DataError(_nothing(files))
        return _read(files, kinds, wanted, options, pictures, on_progress)


def _siblings(file: Path) -> Folder:
    names = sorted(path.name for path in file.parent.iterdir() if path.is_file())
    return Folder(file.parent, tuple(names), 0)


def _kinds(files: Files) -> dict[str, list[str]]:
    return {kind: found for kind, names in KINDS.items() if (found := names(files))}


def _read(
    files: Files,
    kinds: dict[str, list[str]],
    wanted: str | None,
    options: ReadingOptions,
    pictures: PictureReader | None,
    on_progress: Progress,
) -> Raw:
    (kind, names), *others = kinds.items()
    if kind in ("pictures", "parquet files") and pictures is None:
        raise DataError(f"{files.path.name} holds pictures, which need a decoder that is not here")
    match kind:
        case "IDX files":
            raw = read_idx_files(files, names, wanted, options.labels != "none")
        case "NumPy arrays":
            raw = read_arrays(files, names, options.labels)
        case "parquet files":
            assert pictures is not None
            raw = read_parquet(files, names, options, pictures, on_progress)
        case "pictures":
            assert pictures is not None
            raw = read_folders(files, names, options, pictures, on_progress)
        case _:
            raw = read_rows(files, names, options, on_progress)
    return _with_left_out(raw, files, others)


def _with_left_out(raw: Raw, files: Files, others: list[tuple[str, list[str]]]) -> Raw:
    notes = [f"also there, and left out: {len(names):,} {kind}" for kind, names in others]
    if files.hidden:
        notes.append(f"hidden files and folders are left out ({files.hidden:,} files)")
    return replace(raw, id=raw.id or files.id, notes=(*raw.notes, *notes))


def _nothing(files: Files) -> str:
    endings = Counter(splitext(plain_name(name))[1].lower() or "no ending" for name in files.names)
    there = ", ".join(f"{count:,} with {ending}" for ending, count in endings.most_common(4))
    pickled = {".pkl", ".pickle", ".pt", ".pth"} & set(endings)
    hint = "; pickles can run any program and are never opened: save the arrays by numpy.savez" if pickled else ""
    return f"{files.path} holds no images in a form that is read ({READ}); its files: {there}{hint}"
