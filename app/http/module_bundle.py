"""The page's modules in one file: by HTTP/1.1 a browser fetches six at a time, and finds them level by level.

Each module becomes a function that is called once and returns its exports, after those that it imports. That is all
there is to it, as long as modules are written as ours are, and as Leaflet is: whatever else they say is refused.
"""

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath

IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";$', re.MULTILINE)
DECLARED = re.compile(r"^export (?=(?:async function|function\*?|const|class) ([\w$]+))", re.MULTILINE)
LISTED = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
# Lines that hold nothing but a comment; what an author asks to preserve, as licences, stays.
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?! @preserve)[^*]*\*+(?:[^/*][^*]*\*+)*/[ \t]*)\n", re.MULTILINE)
ENDING = re.compile(r"[ \t]+// .*")
# Types within a line; none of our strings looks like one, a test says.
TYPED = re.compile(r"/\*\*(?! @preserve).*?\*/ ?", re.DOTALL)
INLINE = re.compile(r"/\*.*?\*/", re.DOTALL)  # what is left of them, which may import too
LEFT = re.compile(r"^(?:import|export)\b.*|\bimport[(.].*", re.MULTILINE)


def imports_of(path: str, text: str) -> list[str]:
    """What a module imports, in order, by path from the folder that its own path starts at."""
    return [normpath(PurePosixPath(path).parent / found[2]) for found in IMPORT.finditer(text)]


def in_order(folder: Path, entry: str) -> dict[str, str]:
    """The texts of a module and of all that it imports, by path, each after what it imports. ValueError in a circle."""
    found: dict[str, str] = {}

    def visit(path: str, above: tuple[str, ...]) -> None:
        if path in above:
            raise ValueError(f"modules import each other in a circle: {' → '.join((*above, path))}")
        if path in found:
            return
        text = (folder / path).read_text("utf-8")
        for imported in imports_of(path, text):
            visit(imported, (*above, path))
        found[path] = text

    visit(entry, ())
    return found


def bundle(folder: Path, entry: str) -> str:
    """One module that does what the entry does. ValueError if a module can't be part of it."""
    modules = in_order(folder, entry)
    names = {path: f"m{number}" for number, path in enumerate(modules)}
    return "".join(_wrapped(path, text, names) for path, text in modules.items())


def _wrapped(path: str, text: str, names: dict[str, str]) -> str:
    body = _outdented(TYPED.sub("", COMMENT.sub("", text)))
    listed = _names(",".join(LISTED.findall(body)))
    exported = [*DECLARED.findall(body), *(": ".join(reversed(name.split(" as "))) for name in listed)]

    def bound(found: re.Match[str]) -> str:
        taken = ", ".join(name.replace(" as ", ": ") for name in _names(found[1] or ""))
        return f"const {{ {taken} }} = {names[normpath(PurePosixPath(path).parent / found[2])]};" if taken else ""

    body = LISTED.sub("", DECLARED.sub("", IMPORT.sub(bound, body)))
    if left := LEFT.search(INLINE.sub("", body)):
        raise ValueError(f"{path} can't be bundled: {left[0]}")
    return f"// {path}\nconst {names[path]} = (() => {{\n{body.strip()}\nreturn {{ {', '.join(exported)} }};\n}})();\n"


def _outdented(text: str) -> str:
    """Without what indents or explains lines, and without empty ones, but in templates and licences: 5 % less."""
    lines, in_template = list[str](), False
    for line in text.split("\n"):
        kept = line if in_template or line.startswith(" *") else _bare(line)
        if kept or in_template:
            lines.append(kept)
        in_template ^= kept.count("`") % 2 == 1
    return "\n".join(lines)


def _bare(line: str) -> str:
    """The line's code, without the comment that ends it; what looks like one within quotes is none."""
    found = ENDING.search(line)
    code = line[: found.start()] if found else line
    return (line if any(code.count(quote) % 2 for quote in "\"'`") else code).lstrip()


def _names(listed: str) -> list[str]:
    """What stands between the braces of an import or export, each as `a` or `a as b`."""
    return [name.strip() for name in listed.split(",") if name.strip()]
