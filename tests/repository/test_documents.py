"""README.md and docs/: links, anchors, paths and commands that are written there lead somewhere."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from latent_explorer.app.cli.commands import app
from latent_explorer.app.errors import STATUS
from tests.helpers.paths import DOCS, README, ROOT

PAGES = [README, *sorted(DOCS.glob("**/*.md"))]
MAX_README_BYTES, MAX_PAGE_BYTES = 6_000, 15_000
EXTERNAL = ("http://", "https://", "mailto:")
LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
# A path of the repository in backticks; <id> and {en,vi} stand for several, and * too.
PATH = re.compile(r"(?:app|model|static|templates|tests|docs|\.ci)/[\w./-]*")
SHORT = re.compile(r"`([^`\n]+)`")
names = [str(path.relative_to(ROOT)) for path in PAGES]
each_page = pytest.mark.parametrize("page", PAGES, ids=names)


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def prose_of(page: Path) -> str:
    return CODE.sub("", text_of(page))


def slug(heading: str) -> str:
    """The anchor that GitHub makes of a heading."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|`", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {slug(heading) for heading in re.findall(r"^#+ (.*)$", prose_of(page), re.MULTILINE)}


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Each relative link as the file it names and its anchor."""
    for target in LINK.findall(prose_of(page)):
        if not target.startswith(EXTERNAL):
            name, _, anchor = target.partition("#")
            yield (page.parent / name).resolve() if name else page, anchor


def written_paths(page: Path) -> Iterator[str]:
    """Paths of the repository in backticks, as words of a command too; those that stand for several are left out."""
    for short in SHORT.findall(prose_of(page)):
        yield from (word for word in short.split() if PATH.fullmatch(word))


def commands(page: Path) -> Iterator[list[str]]:
    """The words of each `latent-explorer …` in a fence or in backticks."""
    text = text_of(page)
    lines = "\n".join(block for language, block in CODE.findall(text) if language == "sh").replace("\\\n", " ")
    for line in [*lines.splitlines(), *SHORT.findall(prose_of(page))]:
        for part in re.split(r"[;&>]", line):
            words = shlex.split(part, comments=True)
            if "latent-explorer" in words and not words[0].startswith(("docker", "systemctl")):
                yield words[words.index("latent-explorer") + 1 :]


@each_page
def test_links_lead_to_files_and_headings_that_there_are(page: Path) -> None:
    found = list(links(page))
    assert [str(path) for path, _ in found if not path.exists()] == []
    assert [(path.name, anchor) for path, anchor in found if anchor and anchor not in anchors(path)] == []


@each_page
def test_paths_that_are_written_are_there(page: Path) -> None:
    assert [path for path in written_paths(page) if not (ROOT / path).exists()] == []


@each_page
def test_commands_and_their_options_are_there(page: Path) -> None:
    group = get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    for words in commands(page):
        if not words or words == ["…"]:
            continue
        command = group if words[0].startswith("--") else group.commands[words[0]]
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        given = {word.partition("=")[0] for word in words if word.startswith("-")}
        assert given <= known, words


@each_page
def test_modules_that_are_run_are_there(page: Path) -> None:
    run = re.findall(r"python -m\s+(tests(?:\.\w+)+)", text_of(page))
    files = [ROOT.joinpath(*module.split(".")) for module in run]
    assert [file for file in files if not (file.with_suffix(".py").is_file() or (file / "__main__.py").is_file())] == []


@each_page
def test_commands_of_make_are_there(page: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    code = "\n".join([*(block for _, block in CODE.findall(text_of(page))), *SHORT.findall(prose_of(page))])
    assert set(re.findall(r"^make ([\w-]+)", code, re.MULTILINE)) <= targets


def test_the_readme_is_short_and_no_page_is_endless() -> None:
    assert len(README.read_bytes()) <= MAX_README_BYTES
    assert [page.name for page in PAGES if len(page.read_bytes()) > MAX_PAGE_BYTES] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    ahead = [README]
    while ahead:
        page = ahead.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            ahead += [path for path, _ in links(page)]
    assert [page.name for page in PAGES if page not in reached] == []


def test_every_error_stands_in_the_documents_with_its_status() -> None:
    rows = re.findall(r"^\| (\d{3}) \| (`.*`) \|$", text_of(DOCS / "api.md"), re.MULTILINE)
    told = {code: int(status) for status, codes in rows for code in re.findall(r"`(\w+)`", codes)}
    assert told == {code: int(status) for code, status in STATUS.items()}


@pytest.mark.parametrize("top", ["app", "model", "static"])
def test_every_room_is_in_the_architecture(top: str) -> None:
    rooms = {
        path.name for path in (ROOT / top).iterdir() if path.is_dir() and path.name not in ("__pycache__", "vendor")
    }
    named = re.findall(rf"`{top}/(\w+)/`", text_of(DOCS / "architecture.md"))
    assert set(named) == rooms


def test_no_arrow_of_the_drawing_goes_up() -> None:
    """Each arrow leads from a room of pyproject's contracts to one that stands below it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if contract["type"] != "layers":
            continue
        rank = {room.strip(): i for i, line in enumerate(contract["layers"]) for room in line.split("|")}
        arrows = re.findall(r"^ +([\w.]+) --> ([\w.]+)$", text_of(DOCS / "architecture.md"), re.MULTILINE)
        inside = [(one, other) for one, other in arrows if one in rank and other in rank]
        assert inside and [pair for pair in inside if rank[pair[0]] >= rank[pair[1]]] == []
        assert {room for pair in inside for room in pair} == rank.keys()


def test_messages_of_the_examples_are_valid_json() -> None:
    bodies = re.findall(r"-d '(\{.*?\})'", text_of(DOCS / "api.md"))
    assert bodies and all(isinstance(json.loads(body), dict) for body in bodies)
