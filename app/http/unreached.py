"""Where the page's scripts don't come, or come under a type that browsers run nothing of, the page says so.

Nothing that is loaded could: so what notes it stands in the page, and the policy names it, by its digest.
"""

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup

# Scripts that are loaded later are async, and tell of themselves. What is shown then, base.css says.
SCRIPT = (
    'addEventListener("error", ({ target: { localName, async } }) => {'
    ' if (localName === "script" && !async) document.documentElement.dataset.unreached = location.protocol;'
    " }, true);"
)
ELEMENT = Markup(f"<script>{SCRIPT}</script>")
SOURCE = f"'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'"
