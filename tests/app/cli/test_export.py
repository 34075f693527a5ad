import os
import shutil
from pathlib import Path

import pytest
from typer.testing import Result

from tests.helpers.terminal import run

PAIR = ("--models", "vae-2d")
pytestmark = pytest.mark.slow


def in_a_line(result: Result) -> str:
    """What was said, wherever the terminal has broken it."""
    return " ".join(result.output.split())


def test_a_pair_is_a_site_of_few_files_below_ten_megabytes(tmp_path: Path) -> None:
    result = run("export", tmp_path / "site", *PAIR)
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    assert (result.exit_code, len(files) < 40, size < 10e6) == (0, True, True)
    assert f"{len(files)} files, {size / 1e6:.1f} MB" in result.output
    assert f"python -m http.server -d {tmp_path / 'site'}" in result.output
    for page in ("index.html", "vi.html", "sw.js", "cards/index.html", "api/models/ae-2d.json"):
        assert (tmp_path / "site" / page).is_file()


def test_a_pair_is_one_file_below_thirteen_megabytes(tmp_path: Path) -> None:
    result = run("export", "--single-file", tmp_path / "a.html", *PAIR, "--language", "vi", "--title", "Lớp <học>")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert result.exit_code == 0 and len(page.encode()) < 13e6
    assert '<html lang="vi">' in page and "<title>Lớp &lt;học&gt;</title>" in page
    assert "<script src" not in page and 'rel="stylesheet"' not in page


def test_nothing_is_overwritten_unless_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    for target in ((tmp_path,), ("--single-file", tmp_path / "index.html")):
        result = run("export", *target, *PAIR)
        assert result.exit_code == 1 and "--force" in result.output
        assert (tmp_path / "index.html").read_text() == "mine"
    assert run("export", tmp_path, *PAIR, "--force").exit_code == 0
    assert "<html" in (tmp_path / "index.html").read_text("utf-8")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_in_the_place_of_a_site_s_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "api").write_text("mine")
    result = run("export", tmp_path, *PAIR, "--force")
    assert result.exit_code == 1 and "is a file where the site needs a folder; remove it" in in_a_line(result)
    assert (tmp_path / "api").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a folder for the site, or else --single-file"),
        (("{}/a", "--single-file", "{}/a"), "leave one of both out, and export twice for both"),
        (("",), "the folder's name is empty; write one"),
        (("--single-file", " "), "the file's name is empty; write one"),
        (("{}/a", "--title", "  "), "the title is empty; write one, or leave it out"),
        (("{}/a", "--title", "L\udcff"), "the title has what can't be printed, or is not written in UTF-8"),
        (("{}/a\udcff",), "the folder's name has what can't be printed"),
        (("{}/" + "a" * 300,), "is too long a name; name a shorter one"),
        (("--single-file", "{}/" + "a" * 300), "is too long a name; name a shorter one"),
        (("{}/a", "--models", "vae-3d"), "there is no model 'vae-3d'; there are ae-16d, ae-2d"),
        (("{}/a", "--models", "{}"), "; models of a folder are found by LATENT_MODELS="),
        (("{}/file",), "is a file; name a folder"),
        (("{}/file/below",), "can't be written to; name a folder elsewhere"),
        (("--single-file", "{}"), "is a folder; name a file, such as"),
        (("--single-file", "{}/nowhere/a.html"), "make it first"),
    ],
)
def test_what_can_t_be_done_is_said_in_a_sentence(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("export", *(argument.format(tmp_path) for argument in arguments))
    assert (result.exit_code, result.output.count("error: ")) == (1, 1)
    assert said in in_a_line(result)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_t_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    result = run("export", tmp_path / "site", *PAIR)
    assert result.exit_code == 1 and "can't be written to" in in_a_line(result)


def test_one_s_own_model_without_figures_is_left_out_and_named(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(tiny_folder, tmp_path / "models" / "tiny")
    monkeypatch.setenv("LATENT_MODELS", str(tmp_path / "models"))
    result = run("export", tmp_path / "site")
    assert result.exit_code == 0
    assert "tiny is left out: run `latent-explorer evaluate --model` with the folder of tiny first" in result.output
    assert "tiny" not in (tmp_path / "site/api/models.json").read_text()
    alone = run("export", tmp_path / "other", "--models", "tiny")
    assert alone.exit_code == 1 and "there is no model that can be shown; tiny is left out" in in_a_line(alone)
