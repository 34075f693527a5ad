"""A visitor: the page in a browser, what stands on it, and what went wrong there."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from playwright.sync_api import ConsoleMessage, FloatRect, Locator, Page, Request, WebSocketRoute, expect

SIDES = ("ae", "vae")
PATIENCE_S = 15.0
TILE = re.compile(r"/tiles/(\d+)/(\d+)/(\d+)\.png$")
# From a copy: Chromium warns the page when its own canvas is read again and again. As text of a letter a pixel: a list
# of numbers would take Playwright many times as long. White ink on black, whatever the theme's.
READ_PIXELS = """(canvas) => {
    const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
    const context = copy.getContext("2d", { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const paper = canvas.dataset.ink === "dark" ? 255 : 0;
    return String.fromCharCode(...data.filter((_, i) => i % 4 === 0).map((level) => level ^ paper));
}"""
AS_FILE = """([bytes, name, type]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
    return transfer;
}"""


@dataclass(frozen=True)
class Twin:
    """A model that the page shows."""

    id: str
    center: list[float]
    half_width: float


def number(text: str) -> float:
    """A number as the page writes it in any of its languages, which all have short ones: no thousands."""
    return float(text.strip().replace("−", "-").replace(",", "."))


def eventually(truth: Callable[[], bool], what: str, page: Page) -> None:
    """Wait until something is true, with the page's events served meanwhile."""
    end = time.monotonic() + PATIENCE_S
    while not truth():
        if time.monotonic() > end:
            raise AssertionError(f"not within {PATIENCE_S:.0f} s: {what}")
        page.wait_for_timeout(20)


class Explorer:
    """The page, opened; `troubles` collects all that a flawless page never does."""

    def __init__(self, page: Page, address: str, api: str = "") -> None:
        """`api`: where the server is that is asked what the page ought to show, if the page is from elsewhere."""
        self.page, self.address = page, address
        self.troubles: list[str] = []
        self.engine = ""  # "server", where the page is not to compute by itself
        self.tolerated: list[str] = []
        self.tile_zooms: dict[str, set[int]] = {}
        self.http = httpx2.Client(base_url=api or address, timeout=PATIENCE_S, verify=False)
        listed = {model["id"]: model for model in self.http.get("/api/models").json()}
        self.listed = {id: Twin(id, m["extent"]["center"], m["extent"]["half_width"]) for id, m in listed.items()}
        self.twins = {"ae": self.listed["ae-2d"], "vae": self.listed["vae-2d"]}
        page.set_default_timeout(1000 * PATIENCE_S)
        page.on("console", self._message)
        page.on("pageerror", lambda error: self._trouble(f"error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("websocket", lambda socket: self._request(socket.url))

    def _message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._trouble(f"console: {message.text} ({message.location['url']})")

    def _trouble(self, text: str) -> None:
        if not any(re.search(pattern, text) for pattern in self.tolerated):
            self.troubles.append(text)

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.address).netloc:
            self._trouble(f"request to another origin: {url}")
        if tile := TILE.search(parts.path):
            self.tile_zooms.setdefault(parts.path.split("/")[3], set()).add(int(tile[1]))

    def tolerate(self, pattern: str) -> None:
        """Let pass a message that this test provokes, such as the browser's log line about a refused request."""
        self.tolerated.append(pattern)

    def open(self, fragment: str = "", lang: str = "en") -> "Explorer":
        """Go to the page and wait until it is ready."""
        self.page.goto("about:blank")  # else another fragment alone would load nothing
        self.page.goto(self.link(fragment, lang))
        return self.ready()

    def link(self, fragment: str = "", lang: str = "en") -> str:
        """The page's address."""
        asked = {"lang": lang, "engine": self.engine}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.address}/{'?' if query else ''}{query}{fragment}"

    def ready(self) -> "Explorer":
        self.page.wait_for_selector("body[data-ready=true]")
        return self

    def live_sockets(self) -> list[WebSocketRoute]:
        """The page's live connections as they come, for the test to close; to be called before opening it."""
        sockets: list[WebSocketRoute] = []

        def through(socket: WebSocketRoute) -> None:
            sockets.append(socket)
            socket.connect_to_server()

        self.page.route_web_socket(re.compile("/api/live"), through)
        return sockets

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def box(self, selector: str) -> tuple[float, float, float, float]:
        """Left, top, width, height in the viewport, of what may be on its way to the page, or just be drawn anew."""
        found: list[FloatRect] = []

        def has_box() -> bool:
            found.extend(filter(None, [self.find(selector).bounding_box()]))
            return bool(found)

        eventually(has_box, f"{selector} has a box", self.page)
        return found[0]["x"], found[0]["y"], found[0]["width"], found[0]["height"]

    def place(self, selector: str, across: float, down: float) -> tuple[float, float]:
        """A place in an element by fractions of its width and height."""
        x, y, width, height = self.box(selector)
        return round(x + across * width), round(y + down * height)

    def center(self, selector: str) -> tuple[float, float]:
        x, y, width, height = self.box(selector)
        return x + width / 2, y + height / 2

    def wheel_zoom(self, delta: float) -> None:
        """Turn the wheel with Ctrl, as a pinch on a touchpad does too; without Ctrl it scrolls the page."""
        self.page.keyboard.down("Control")
        self.page.mouse.wheel(0, delta)
        self.page.keyboard.up("Control")

    def state(self, key: str) -> str | None:
        """What the URL's fragment says."""
        return parse_qs(urlsplit(self.page.url).fragment).get(key, [None])[0]

    def view(self, side: str) -> tuple[float, float, float] | None:
        """Centre and zoom of a map as the URL says them; None for the first look."""
        text = self.state(f"map{side}")
        if text is None:
            return None
        x, y, zoom = map(float, text.split(","))
        return x, y, zoom

    def pixels(self, selector: str) -> bytes:
        return str(self.find(selector).evaluate(READ_PIXELS)).encode("latin-1")

    def all_pixels(self, selector: str) -> list[bytes]:
        return [
            letters.encode("latin-1") for letters in self.find(selector).evaluate_all(f"all => all.map({READ_PIXELS})")
        ]

    def active(self) -> str:
        return self.find("input[name=active]:checked").get_attribute("value") or ""

    def shown_z(self) -> list[float]:
        """Where the decoded image on screen comes from."""
        text = self.find("#decoded").get_attribute("data-z")
        return [float(part) for part in text.split(",")] if text else []

    def slider_z(self) -> list[float]:
        return [float(value) for value in self.find("input[data-z]").evaluate_all("all => all.map(s => s.value)")]

    def written_z(self) -> list[float]:
        return [number(output.inner_text()) for output in self.find("#sliders output").all()]

    def agrees(self) -> bool:
        """Whether sliders, their numbers and the decoded image are of one z."""
        z, step = self.shown_z(), self.twins[self.active()].half_width / 2000
        return (
            len(z) == 2
            and all(abs(a - b) <= 0.51 * step for a, b in zip(z, self.slider_z(), strict=True))
            and all(abs(a - b) <= 0.00051 for a, b in zip(z, self.written_z(), strict=True))
        )

    def settled_z(self) -> list[float]:
        """The z at which everything on the page has come to agree."""
        eventually(self.agrees, f"sliders {self.slider_z()} and image {self.shown_z()} agree", self.page)
        return self.shown_z()

    def z_becomes(self, wanted: list[float], tolerance: float = 1e-4) -> None:
        def there() -> bool:
            z = self.shown_z()
            return len(z) == len(wanted) and all(abs(a - b) <= tolerance for a, b in zip(z, wanted, strict=True))

        eventually(there, f"z {self.shown_z()} becomes {wanted}", self.page)

    def z_leaves(self, old: list[float]) -> list[float]:
        """The z after the next change of it."""
        eventually(lambda: self.shown_z() != old, f"z leaves {old}", self.page)
        return self.settled_z()

    def decode(self, side: str, z: list[float]) -> bytes:
        """The image of z as the server gives it to anyone."""
        answer = self.http.post(
            f"/api/models/{self.twins[side].id}/decode",
            json={"z": [z]},
            headers={"Accept": "application/octet-stream"},
        )
        return answer.raise_for_status().content

    def image_is_of(self, side: str, z: list[float]) -> None:
        """The canvas holds what the server decodes there; a batch of another size may round one grey level away."""
        expected, shown = self.decode(side, z), self.pixels("#decoded")
        worst = max(abs(a - b) for a, b in zip(expected, shown, strict=True))
        assert worst <= 1, f"the canvas differs from the decoded image by {worst}"

    def pin_is_at(self, side: str, place: tuple[float, float], tolerance: float = 1.6) -> None:
        def near() -> bool:
            pin = self.center(f"#map-{side} .pin")
            return all(abs(a - b) <= tolerance for a, b in zip(pin, place, strict=True))

        eventually(near, f"the pin of {side} is at {place}", self.page)

    def upload(self, content: bytes, name: str = "digit.png", kind: str = "image/png") -> None:
        self.find("#upload").set_input_files({"name": name, "mimeType": kind, "buffer": content})

    def uploaded(self, content: bytes) -> None:
        """Upload, and wait until the digit is there."""
        self.upload(content)
        self.digit_changes_to_own()

    def encodings(self) -> list[Request]:
        """What is sent to be encoded from now on, filled as it is sent."""
        sent = list[Request]()
        self.page.on("request", lambda request: sent.append(request) if "encode" in request.url else None)
        return sent

    def digit_changes_to_own(self) -> None:
        eventually(lambda: bool(self.state("x")), "the URL holds the digit", self.page)
        expect(self.find("#problem")).to_be_hidden()

    def transfer(self, content: bytes) -> object:
        """A DataTransfer with one picture, as a paste or a drop brings it."""
        return self.page.evaluate_handle(AS_FILE, [list(content), "digit.png", "image/png"])

    def samples(self) -> list[bytes]:
        return self.all_pixels("#samples-vae canvas")

    def numbers(self, selector: str) -> list[float]:
        return [number(text) for text in self.find(selector).all_inner_texts()]
