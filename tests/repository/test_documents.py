"""README.md and docs/: links, anchors, paths and commands that are written there lead somewhere."""

import ast
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from latent_explorer.app.cli.commands import app
from latent_explorer.app.errors import STATUS
from tests.helpers.paths import DOCS, README, ROOT

PAGES = [README, *sorted(DOCS.glob("**/*.md"))]
PACKAGE = "latent_explorer."
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
def test_every_room_is_in_the_architecture(top: str, files: list[str]) -> None:
    rooms = {room for room, *within in (name.split("/")[1:] for name in files if name.startswith(f"{top}/")) if within}
    named = re.findall(rf"`{top}/(\w+)/`", text_of(DOCS / "architecture.md"))
    assert set(named) == rooms


def room_of(path: Path) -> str:
    """The room of a file of app/, model/ or static/: its folder, or by itself the file."""
    name = path.relative_to(ROOT).parts[1]
    return name.removesuffix(".py")


def imported(path: Path) -> set[Path]:
    """Files and folders of the repository that a file imports. Relative imports of Python there are none."""
    text = path.read_text("utf-8")
    if path.suffix == ".js":
        return {(path.parent / name).resolve() for name in re.findall(r'from "(\.[^"]+)"', text)}
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGE):
            below = node.module.split(".")[1:]
            rooms = [below] if len(below) > 1 else [[*below, name.name] for name in node.names]
            found |= {ROOT.joinpath(*parts) for parts in rooms}
    return found


def imports_of_rooms(*tops: str) -> set[tuple[str, str]]:
    """Which room imports which, of all files below some folders."""
    files = [file for top in tops for file in (ROOT / top).glob("**/*.*") if file.suffix in (".py", ".js")]
    aside = {"vendor", "python_api", "__init__"}
    pairs = {(room_of(file), room_of(other)) for file in files for other in imported(file)}
    return {(one, other) for one, other in pairs if one != other and not {one, other} & aside}


def followed(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The arrows, and those that follow from them: whoever may use a room may use what that uses."""
    longer = arrows | {(one, last) for one, other in arrows for middle, last in arrows if other == middle}
    return arrows if longer == arrows else followed(longer)


@pytest.mark.parametrize(("drawing", "tops"), [(0, ("app", "model")), (1, ("static",))], ids=["python", "page"])
def test_the_drawings_are_of_the_imports(drawing: int, tops: tuple[str, ...]) -> None:
    drawings = [block for kind, block in CODE.findall(text_of(DOCS / "architecture.md")) if kind == "mermaid"]
    arrows = set(re.findall(r"^ +([\w.]+) --> ([\w.]+)$", drawings[drawing], re.MULTILINE))
    real = imports_of_rooms(*tops)
    assert arrows - real == set(), "an arrow that no import has"
    assert real - followed(arrows) == set(), "an import without an arrow"
    assert not [room for room, other in followed(arrows) if room == other], "a circle"


def test_messages_of_the_examples_are_valid_json() -> None:
    bodies = re.findall(r"-d '(\{.*?\})'", text_of(DOCS / "api.md"))
    assert bodies and all(isinstance(json.loads(body), dict) for body in bodies)
