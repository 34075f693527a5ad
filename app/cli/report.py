"""The `report` command: examine a model's health, and write it as a page and as JSON."""

from dataclasses import dataclass
from pathlib import Path

import torch

from latent_explorer.app.cli.image_source import source_for
from latent_explorer.app.cli.stages import stages
from latent_explorer.app.cli.terminal import check_device, console, find, judge_of, plain_errors
from latent_explorer.app.http.i18n import Language
from latent_explorer.app.report.examine import examine
from latent_explorer.app.report.files import write_report
from latent_explorer.app.report.sections import SYMBOLS, verdicts
from latent_explorer.app.report.words import Words
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import ConfigError
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import Sample
from latent_explorer.model.store.foreign import load_any
from latent_explorer.model.store.image_sets import sample_for


@dataclass(frozen=True)
class Examination:
    """How to examine a model, and where to: `data` None means the sample beside it, `out` None a folder of its name."""

    data: Path | None
    out: Path | None
    language: Language
    threads: int
    device: str = "cpu"


@plain_errors()
def report_model(name: str, how: Examination) -> None:
    """Examine a shipped model or a model's folder, write report.html and report.json, and say where they are."""
    check_device(how.device)
    torch.set_num_threads(how.threads)
    folder = find(name)
    out = how.out or Path(f"{folder.resolve().name}-report")
    if out.exists() and not out.is_dir():
        raise ConfigError(f"{out} is a file; name a folder by --out")
    loaded = load_any(folder)
    sample = sample_for(folder, loaded.images)
    codec, judge = Codec(loaded, device=how.device), judge_of(folder, sample)
    data = _images(sample, folder, how.data)
    with stages(loaded.id) as progress:
        report = examine(codec, data, judge, progress, "test" if how.data else "sample")
    written = write_report(report, out, how.language)
    for section, said in verdicts(report, Words("en", codec.images)).items():
        symbol = SYMBOLS[report.health.sections[section].verdict.level]
        console.print(f"{symbol} {section}: {said}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"saved in {written[0]} and {written[1].name}", markup=False, highlight=False, soft_wrap=True)


def _images(sample: Sample, folder: Path, data: Path | None) -> ImageData:
    """The sample's images, or all test images of its set, from where `data` says."""
    return sample.data if data is None else source_for(sample.images, data, folder.resolve().parent).load("test")
