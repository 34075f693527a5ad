"""The page's address has to end with a slash: else all that it asks for is sought beside it.

At `…/proxy/8000` Jupyter and code-server ask the server for the same as at `…/proxy/8000/`: the browser alone knows.
"""

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup

SCRIPT = (
    'if (!location.pathname.endsWith("/")) location.replace(location.pathname + "/" + location.search + location.hash);'
)
# It stands in the page, as no file would be found from there; so the policy names it, by its digest.
ELEMENT = Markup(f"<script>{SCRIPT}</script>")
SOURCE = f"'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'"
