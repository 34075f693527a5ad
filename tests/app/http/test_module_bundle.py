import re
import shutil
import subprocess
from pathlib import Path

import pytest

from latent_explorer.app.http.module_bundle import COMMENT, TYPED, bundle, in_order
from latent_explorer.app.settings import asset_folder

STATIC = asset_folder("static")
TOY = {
    "main.js": """\
/** Says what the others give. */
import { double, Pair as Two } from "./core/numbers.js";
import { $ } from "./core/element.js";
import "./core/said.js";

// Not this line.
console.log($("a"), double(/** @type {any} */ (4)), new Two().sum, globalThis.said); // nor this end
""",
    "core/numbers.js": """\
import { $ } from "./element.js";
const own = $("") === "" ? 2 : 0;
export const double = (value) => own * value;
class Couple {
  /** @type {import("./element.js").Element} */
  sum = 3;
}
export { Couple as Pair, own };
""",
    "core/element.js": """\
const own = (id) => id;
export const $ = (id) => own(id);
export async function later() {}
export function* each() {}
""",
    "core/said.js": "globalThis.said = `\n  twice // said`;\nconst no = 'it'; // it's \"no\"\n\nexport {};\n",
}


def written(folder: Path, modules: dict[str, str]) -> Path:
    for path, text in modules.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    return folder


def test_modules_come_after_those_that_they_import_and_comments_stay_away(tmp_path: Path) -> None:
    folder = written(tmp_path, TOY)
    assert list(in_order(folder, "main.js")) == ["core/element.js", "core/numbers.js", "core/said.js", "main.js"]
    text = bundle(folder, "main.js")
    assert "\nsum = 3;" in text and "`\n  twice // said`;\nconst no = 'it';\nreturn" in text
    assert "@type" not in text and "double((4))" in text
    assert "Says what" not in text and "Not this" not in text and "nor this" not in text
    assert "return { $, later, each };" in text and "return { double, Pair: Couple, own };" in text
    assert "const { double, Pair: Two } = m1;" in text


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_the_bundle_does_what_its_modules_do(tmp_path: Path) -> None:
    text = bundle(written(tmp_path, TOY), "main.js")
    ran = subprocess.run(["node", "--input-type=module"], input=text, capture_output=True, text=True, check=True)
    assert ran.stdout == "a 8 3 \n  twice // said\n"


@pytest.mark.parametrize(
    "text",
    [
        "export default 1;\n",
        "export let changing = 1;\n",
        'export * from "./core/element.js";\n',
        'import * as all from "./core/element.js";\n',
        'await import("./core/element.js");\n',
        "console.log(import.meta.url);\n",
    ],
)
def test_what_a_bundle_would_change_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"main\.js can't be bundled"):
        bundle(written(tmp_path, TOY | {"main.js": text}), "main.js")


def test_modules_in_a_circle_are_refused(tmp_path: Path) -> None:
    circle = {"main.js": 'import "./other.js";\n', "other.js": 'import "./main.js";\n'}
    with pytest.raises(ValueError, match=r"main\.js → other\.js → main\.js"):
        bundle(written(tmp_path, circle), "main.js")


PAGE, ENGINE, READER = "main.js", "engine/worker.js", "reading/worker.js"
FRAMED, TAKING = "features/framed/framed.js", "features/taking/taking.js"
LESSON, PLANES, PICTURE = "lesson/lesson.js", "features/planes/planes.js", "features/picture/picture.js"
TRAINING, TRAINER = "training/training.js", "engine/training/worker.js"
EVIDENCE, GEODESIC, LAYERS = "features/evidence/evidence.js", "engine/geodesic/worker.js", "features/layers/layers.js"
SCRIPTS = (
    *(EVIDENCE, GEODESIC, LAYERS, TRAINING, TRAINER),
    *(PAGE, ENGINE, READER, FRAMED, TAKING, LESSON, PLANES, PICTURE),
)


def test_every_module_is_in_the_pages_bundle_or_in_its_workers() -> None:
    ours = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.js") if "vendor" not in path.parts}
    scripts_of_their_own = {"theme.js", "docs.js", "language.js", "notebook.js", "service_worker.js"}
    types_alone = {"core/contract.js"}
    vendored = {"vendor/leaflet/leaflet.js", "vendor/kernel/scalar.js", "vendor/lean-qr/lean-qr.js"}
    bundled = {path for script in SCRIPTS for path in in_order(STATIC, script)}
    assert bundled == ours - scripts_of_their_own - types_alone | vendored
    assert {path for path in in_order(STATIC, PAGE) if path.startswith(("engine/", "reading/"))} == set()


@pytest.mark.parametrize("entry", SCRIPTS)
def test_a_bundle_names_its_modules_in_their_order(entry: str) -> None:
    named = re.findall(r"^// (\S+\.js)\nconst m\d+ = ", bundle(STATIC, entry), re.MULTILINE)
    assert named == list(in_order(STATIC, entry))


def test_bundles_keep_the_licences_of_what_they_hold() -> None:
    assert "/* @preserve\n * Leaflet" in bundle(STATIC, PAGE)
    assert "/* @preserve QR codes by lean-qr: Copyright" in bundle(STATIC, TAKING)


def test_no_string_of_the_page_looks_like_a_type() -> None:
    for path, text in (one for script in SCRIPTS for one in in_order(STATIC, script).items()):
        for found in TYPED.finditer(COMMENT.sub("", text)):
            line = text[text[: text.index(found[0])].rfind("\n") + 1 :].partition(found[0])[0]
            assert all(line.count(quote) % 2 == 0 for quote in "\"'`"), f"{path}: {found[0]}"


def test_no_template_of_the_page_has_a_line_that_looks_like_a_comment() -> None:
    for path, text in (one for script in SCRIPTS for one in in_order(STATIC, script).items()):
        for found in COMMENT.finditer(text):
            before = COMMENT.sub("", text[: found.start()])
            assert before.count("`") % 2 == 0, f"{path}: {found[0]}"
