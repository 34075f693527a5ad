"""The widget: the page in a frame, its state as traits, and a picture of it for where there is no kernel."""

import base64
from typing import Any

import anywidget
import traitlets as t
from IPython.display import display

from latent_explorer.app.http.i18n import Language, text
from latent_explorer.app.notebook.page import Page
from latent_explorer.app.notebook.state import NAMES, State
from latent_explorer.app.settings import asset_folder

LEAST_HEIGHT = 100  # px: below it nothing of the page is seen
Bundle = tuple[dict[str, Any], dict[str, Any]]  # what a notebook can show of a thing, by media type; and metadata


class Explorer(State, anywidget.AnyWidget):
    """The explorer in a cell. Its traits are the page's state: set one, and the page follows; they follow the page.

    height: of the frame, px, at least LEAST_HEIGHT. problem: a sentence on what the page refused at last, or ''.
    """

    _esm = asset_folder("static") / "notebook.js"
    height = t.Int(720, min=LEAST_HEIGHT).tag(sync=True)
    problem = t.Unicode("").tag(sync=True)
    _names = t.Dict(NAMES).tag(sync=True)
    _refused = t.List(t.Unicode()).tag(sync=True)  # traits
    _title = t.Unicode("").tag(sync=True)  # of the frame
    _waiting = t.Unicode("").tag(sync=True)  # said until the page is there
    _stand_in = t.Unicode("").tag(sync=True)  # class of the picture that is seen until then

    def __init__(self, page: Page, language: Language, **traits: Any) -> None:
        super().__init__(_title=page.title, _waiting=text(language, "notebook.waiting"), **traits)
        self._page, self._language = page, language
        self._stand_in = f"latent-explorer-{self.model_id}"
        self.on_msg(self._answer)

    def _answer(self, _widget: "Explorer", asked: Any, _buffers: list[Any]) -> None:
        """Send the page, by a message: a trait's 10 MB would be saved with the notebook."""
        if asked == {"do": "page"}:
            self.send({"page": True}, buffers=[self._page.html])

    @t.observe("_refused")
    def _tell(self, change: dict[str, Any]) -> None:
        names = ", ".join(change["new"])
        self.problem = text(self._language, "notebook.refused", names=names) if names else ""

    def _repr_mimebundle_(self, **kwargs: Any) -> Bundle:
        """The widget, or a picture."""
        data, metadata = self._view()
        return data | self._picture(), metadata

    def _ipython_display_(self) -> None:
        """Give the picture and the widget as two outputs, of which static/notebook.js hides the first.

        Of one output JupyterLab shows the widget alone, and where its kernel is gone an error in its place.
        """
        picture = self._picture()
        source = f"data:image/png;base64,{picture['image/png']}"
        html = f'<img class="{self._stand_in}" alt="{picture["text/plain"]}" src="{source}">'
        display({"text/html": html, **picture}, raw=True)
        data, metadata = self._view()
        display({**data, "text/plain": self._waiting}, metadata=metadata, raw=True)

    def _view(self) -> Bundle:
        return super()._repr_mimebundle_() or ({}, {})

    def _picture(self) -> dict[str, str]:
        said = text(self._language, "notebook.picture", names=self._page.names)
        return {"image/png": base64.b64encode(self._page.picture).decode(), "text/plain": said}
