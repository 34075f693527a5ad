"""A report's two files: report.html for people, report.json for programs."""

from pathlib import Path

from latent_explorer.app.http.i18n import Language
from latent_explorer.app.report.page import report_page
from latent_explorer.app.report.record import Report, record
from latent_explorer.app.report.sections import shown, verdicts
from latent_explorer.app.report.words import Words
from latent_explorer.model.store.files import write, write_json

PAGE, RECORD = "report.html", "report.json"


def write_report(report: Report, folder: Path, language: Language) -> tuple[Path, Path]:
    """Write both files into the folder, which is made if it is not there. Raises CheckpointError if they can't be."""
    words = Words(language, report.codec.images)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / PAGE, report_page(report, shown(report, words), words).encode())
    write_json(folder / RECORD, record(report, words, verdicts(report, words)))
    return folder / PAGE, folder / RECORD
