"""Latent Explorer's public face: what `__all__` names stays; all else is the project's own and may move.

`create_app(settings)` builds the application, `Settings` reads its settings from the environment, `Codec` is one model,
numpy in and numpy out, `show()` is the explorer in a notebook. `explore()` shows a model of your own, in your own
process, and `export_onnx()` writes it as files. Each is imported when it is first asked for: torch takes a second to
import.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from latent_explorer.app.in_process.explore import explore as explore
    from latent_explorer.app.main import create_app as create_app
    from latent_explorer.app.notebook.show import show as show
    from latent_explorer.app.settings import Settings as Settings
    from latent_explorer.model.codec import Codec as Codec
    from latent_explorer.onnx_export import export_onnx as export_onnx

    __version__: str

__all__ = ["Codec", "Settings", "__version__", "create_app", "explore", "export_onnx", "show"]
_HOME = {
    "create_app": "app.main",
    "Settings": "app.settings",
    "Codec": "model.codec",
    "show": "app.notebook.show",
    "explore": "app.in_process.explore",
    "export_onnx": "onnx_export",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return version("latent-explorer")
    if name not in _HOME:
        raise AttributeError(f"module 'latent_explorer' has no attribute {name!r}")
    return getattr(import_module(f"latent_explorer.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
