"""The page's own reading of pictures, in its Worker, makes the server's digits of files that browsers decode."""

import base64
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from tests.bench.reading import NEAR
from tests.e2e.explorer import Explorer
from tests.e2e.firefox import firefox, window
from tests.helpers.photos import photo
from tests.helpers.pictures import UNDONE, encode, page

pytestmark = pytest.mark.e2e

# Questions are [base64 of a file or null, knobs]: of one Worker, so that null is the picture before.
READ = """(async (questions) => {
    const address = document.body.dataset.engine.replace("engine.js", "reader.js");
    const worker = new Worker(new URL(address, document.baseURI));
    const AUTOMATIC = { threshold: null, invert: false, thickness: 0, digit: null, turn: 0, mirror: false, crop: null };
    const asked = (message) => new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(message);
    });
    const seen = async ({ picture, ...step }) => {
        const image = Object.assign(new Image(), { src: picture });
        await image.decode();
        const { naturalWidth: width, naturalHeight: height } = image;
        const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        return { ...step, width, mean: data.filter((_, i) => i % 4 === 0).reduce((a, b) => a + b) / (width * height) };
    };
    const answers = [];
    for (const [number, [letters, knobs]] of questions.entries()) {
        const bytes = letters && Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
        const question = { number, knobs: { ...AUTOMATIC, ...knobs }, ...(bytes && { file: new Blob([bytes]) }) };
        const { found, refused } = await asked(question);
        const { steps, input, ...rest } = found ?? refused;
        answers.push({ ...rest, input: input && [...input], steps: await Promise.all((steps ?? []).map(seen)) });
    }
    worker.terminate();
    return JSON.stringify(answers);
})"""
Question = tuple[bytes | None, dict[str, Any]]


def listed(questions: list[Question]) -> list[Any]:
    return [[data and base64.b64encode(data).decode(), knobs] for data, knobs in questions]


def read(explorer: Explorer, *questions: Question) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = json.loads(explorer.page.evaluate(READ, listed([*questions])))
    return answers


def on_server(explorer: Explorer, data: bytes, **knobs: Any) -> Any:
    fields = {name: ",".join(map(str, value)) if name == "crop" else str(value) for name, value in knobs.items()}
    answer = explorer.http.post("/api/encode?model=vae-2d", files={"file": data}, data=fields).json()
    return answer.get("image", answer)


def seen(address: str) -> tuple[int, float]:
    """The width of a picture at a data address, and its mean grey."""
    with Image.open(BytesIO(base64.b64decode(address.split(",")[1]))) as image:
        return image.width, float(np.asarray(image, np.float64).mean())


def assert_alike(own: dict[str, Any], server: Any) -> None:
    assert "code" not in own and "code" not in server, (own.get("code"), server.get("code"))
    apart = np.abs(np.array(own["input"]) / 255 - np.array(server["input"]).reshape(-1)) * 255
    assert apart.mean() <= NEAR
    assert (own["chosen"], own["digits_found"]) == (server["chosen"], server["digits_found"])
    assert [step["name"] for step in own["steps"]] == [step["name"] for step in server["steps"]]
    for step, told in zip(own["steps"], server["steps"], strict=True):
        width, mean = seen(told["picture"])
        assert step["width"] == width and abs(step["mean"] - mean) <= NEAR, step["name"]
    assert own["warnings"] == server["warnings"]


def large() -> bytes:
    """A photograph of which the working size shows a third, with a digit to be looked at closer."""
    image = Image.open(BytesIO(page("7"))).resize((300, 150), Image.Resampling.LANCZOS)
    sheet = Image.new("RGB", (4000, 3000), (235, 230, 220))
    sheet.paste(image.point(lambda level: level * 0.9).convert("RGB"), (1500, 1200))
    return encode(sheet, "JPEG", quality=90)


def with_profile() -> bytes:
    """A photograph whose colour profile, sRGB's with another gamma, would lighten its greys if a browser went by it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    gamma = profile.index(b"para") + 12  # a fixed-point number
    assert profile[gamma : gamma + 4] == b"\0\x02\x66\x66"
    image = Image.open(BytesIO(photo("plain", 2).data))
    return encode(image, "PNG", icc_profile=profile[:gamma] + b"\0\x01\0\0" + profile[gamma + 4 :])


def deep(levels: int) -> bytes:
    """A photograph of so many levels, as a PNG that has room for 2¹⁶."""
    grey = np.asarray(Image.open(BytesIO(photo("plain", 3).data)).convert("L"), np.uint32)
    return encode(Image.fromarray((grey * (levels - 1) // 255).astype(np.uint16)))


def turned_webp(orientation: int) -> bytes:
    exif, turn = Image.Exif(), UNDONE[orientation]
    exif[0x0112] = orientation
    image = Image.open(BytesIO(photo("lined", 2).data))
    assert turn is not None
    return encode(image.transpose(turn), "WEBP", exif=exif, quality=90)


FILES: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: photo("plain", 0).data,
    "JPEG of poor quality": lambda: photo("jpeg 30", 0).data,
    "JPEG turned by Exif": lambda: photo("exif", 0).data,
    "JPEG of 12 megapixels": large,
    "PNG": lambda: photo("screenshot", 0).data,
    "PNG, transparent": lambda: photo("transparent", 0).data,
    "PNG with a profile": with_profile,
    "PNG of 10 of 16 bits": lambda: deep(2**10),
    "PNG of all 16 bits": lambda: deep(2**16),
    "ink as bright as paper": lambda: photo("equal brightness", 0).data,
    "enlarged pixels": lambda: photo("enlarged pixels", 0).data,
    "WebP turned by Exif": lambda: turned_webp(6),
    "GIF": lambda: encode(Image.open(BytesIO(page("4"))), "GIF"),
    "BMP": lambda: encode(Image.open(BytesIO(page("4"))), "BMP"),
    "AVIF": lambda: encode(Image.open(BytesIO(photo("marker", 0).data)), "AVIF"),
}


def animation() -> bytes:
    frames = [Image.open(BytesIO(page(digit))) for digit in "45"]
    return encode(frames[0], "GIF", save_all=True, append_images=frames[1:])


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty_file"),
    "text": (lambda: b"a 7", "not_an_image"),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg_image"),
    "damaged": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), "damaged_image"),
    "an animation": (animation, "animated_image"),
    "TIFF": (lambda: encode(Image.open(BytesIO(page("4"))), "TIFF"), "foreign_format"),
    "blank": (lambda: encode(Image.new("RGB", (300, 200), "white")), "blank_image"),
}


@pytest.fixture
def opened(served: Explorer) -> Explorer:
    served.open()
    return served


def test_files_become_the_servers_digits(opened: Explorer) -> None:
    files = {name: make() for name, make in FILES.items()}
    for own, data in zip(read(opened, *((data, {}) for data in files.values())), files.values(), strict=True):
        assert_alike(own, on_server(opened, data))


def test_knobs_are_turned_on_the_picture_that_is_kept(opened: Explorer) -> None:
    data = page()
    ways: list[dict[str, Any]] = [{}, {"digit": 1}, {"turn": 1, "mirror": True}, {"crop": [0.5, 0, 0.5, 1]}]
    answers = read(opened, *((None if i else data, knobs) for i, knobs in enumerate(ways)))
    for own, knobs in zip(answers, ways, strict=True):
        assert_alike(own, on_server(opened, data, **knobs))


def test_what_is_no_digit_is_refused_by_the_servers_code(opened: Explorer) -> None:
    made = [make() for make, _ in REFUSED.values()]
    answers = read(opened, *((data, {}) for data in made), (None, {"turn": 1}), (made[0], {}), (None, {}))
    codes = [code for _, code in REFUSED.values()]
    assert [one["code"] for one in answers] == [*codes, "blank_image", "empty_file", "unknown_picture"]
    blank = answers[len(codes) - 1]
    assert [step["name"] for step in blank["steps"]] == ["grey", "light"] and blank["steps"][0]["width"] > 0


def in_firefox(address: str, profile: Path, questions: list[Question]) -> Any:
    if not (program := firefox()):
        pytest.skip("there is no Firefox on this machine")
    with window(program, profile) as shown:
        shown.open(f"{address}/?engine=server")
        return json.loads(shown.evaluate(f"{READ}({json.dumps(listed(questions))})"))


@pytest.mark.slow
def test_firefox_reads_them_alike(served: Explorer, tmp_path: Path) -> None:
    files = {name: make() for name, make in FILES.items()}
    answers = in_firefox(served.address, tmp_path, [(data, {}) for data in files.values()])
    for own, data in zip(answers, files.values(), strict=True):
        assert_alike(own, on_server(served, data))


@pytest.mark.slow
def test_a_browser_that_hides_pixels_is_told_from_one_that_shows_them(address: str, tmp_path: Path) -> None:
    (tmp_path / "user.js").write_text('user_pref("privacy.resistFingerprinting", true);\n')
    assert [one.get("code") for one in in_firefox(address, tmp_path, [(page(), {})])] == ["hidden_pixels"]
