"""Download MNIST's files from public mirrors, verified before they are kept."""

import http.client
import os
import urllib.request
from collections.abc import Callable
from pathlib import Path

from latent_explorer.model.datasets.idx import read_idx
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.mnist import DIGESTS, Split, file_names
from latent_explorer.model.datasets.names import find_file

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)


def missing_files(folder: Path, *splits: Split) -> list[str]:
    """Names of the splits' files that the folder lacks."""
    return [name for name in file_names(*splits) if find_file(folder, name) is None]


def download(folder: Path, name: str, on_bytes: Callable[[int, int], None]) -> Path:
    """Download one file from the first mirror that answers, and verify it before it gets its name.

    `on_bytes(done, total)` reports progress in bytes. Raises DataError if no mirror gives a valid file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target, part = folder / f"{name}.gz", folder / f"{name}.part.gz"
    reasons = []
    for mirror in MIRRORS:
        try:
            _fetch(mirror + target.name, part, on_bytes)
            read_idx(part, DIGESTS[name])
        except (OSError, http.client.HTTPException, DataError) as error:
            part.unlink(missing_ok=True)
            reasons.append(f"{mirror}: {error}")
            continue
        os.replace(part, target)
        return target
    raise DataError(
        f"no mirror gave {target.name} ({'; '.join(reasons)}). Without a network, put these files into {folder}: "
        + ", ".join(f"{n}.gz" for n in DIGESTS)
    )


def _fetch(url: str, part: Path, on_bytes: Callable[[int, int], None]) -> None:
    with urllib.request.urlopen(url, timeout=30) as answer, part.open("wb") as out:
        total, done = int(answer.headers.get("Content-Length") or 0), 0
        while chunk := answer.read(1 << 16):
            out.write(chunk)
            done += len(chunk)
            on_bytes(done, total)
