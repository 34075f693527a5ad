"""The explorer as one HTML file, which opens by itself: its scripts, weights and all else are in it."""

import base64
import hashlib
from dataclasses import dataclass

from markupsafe import Markup

from latent_explorer.app.export.site import KERNEL, TRAINING_KERNEL, Content, Files, api_files, asset_files
from latent_explorer.app.http.explorer_page import Alone, render, type_of

SCRIPTS = ("theme.js", "page.js")
LATER = (
    "engine.js",
    "geodesic.js",
    "reader.js",
    KERNEL,
    "take_along.js",
    "framed.js",
    "lesson.js",
    "training.js",
    "trainer.js",
    TRAINING_KERNEL,
    "planes.js",
    "picture.js",
    "evidence.js",
    "layers.js",
)  # what the page loads once it runs
STYLE = "page.css"


@dataclass(frozen=True)
class Inlined:
    """Files that the page holds in itself."""

    files: Files

    def script(self, name: str, kind: str = "") -> Markup:
        """A script, ended nowhere but at its end; kind: `module`, or empty."""
        return Markup("<script{}>{}</script>").format(type_of(kind), Markup(self.text(name)))

    def style(self, name: str) -> Markup:
        """A sheet of styles."""
        return Markup("<style>{}</style>").format(Markup(self.text(name)))

    def address(self, name: str) -> str:
        """A picture's data URL; of what is no picture the path by which static/page/own_files.js finds it."""
        if name.endswith(".svg"):
            return f"data:image/svg+xml;base64,{base64.b64encode(self.files[name]).decode()}"
        return name

    def text(self, name: str) -> str:
        """A script's or a sheet's text, as it may stand within an element."""
        return self.files[name].decode().replace("</script", r"<\/script").replace("<!--", r"<\!--")

    def policy(self) -> str:
        """What the page may run and load: what is in it, and nothing from elsewhere."""
        scripts = " ".join(self._hash(name) for name in SCRIPTS)
        return (
            # A Worker whose script has no answer of its own goes by the page's policy.
            f"default-src 'none'; script-src {scripts} blob: 'wasm-unsafe-eval'; style-src {self._hash(STYLE)}; "
            "img-src data: blob:; connect-src blob:; worker-src blob:; base-uri 'none'; form-action 'none'"
        )

    def _hash(self, name: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(self.text(name).encode()).digest()).decode()}'"


def single_file(content: Content) -> bytes:
    """The page in the content's language."""
    assets = asset_files()
    inlined = Inlined(assets)
    held = {name: base64.b64encode(data).decode() for name, data in _held(content, assets).items()}
    alone = Alone(inlined.policy(), title=content.title, files=held, asked=content.asked)
    return render(content.language, inlined, content.max_upload_bytes, {}, alone).encode()


def _held(content: Content, assets: Files) -> Files:
    return {**{name: assets[name] for name in LATER}, **api_files(content)}
