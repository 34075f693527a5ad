"""What every refusal looks like from outside."""

from typing import Any

from httpx2 import Response

from latent_explorer.app.errors import STATUS
from latent_explorer.app.http.problems import MEDIA_TYPE

# RFC 9457, 3.2: how far a picture came in which no digit is.
OF_PICTURES = {code: {"picture", "steps"} for code in ("blank_image", "no_digit")}


def assert_problem(answer: Response, code: str) -> dict[str, Any]:
    """The one error body, RFC 9457."""
    assert answer.headers["content-type"] == MEDIA_TYPE, answer.text[:200]
    body: dict[str, Any] = answer.json()
    assert body.keys() - OF_PICTURES.get(code, set()) == {"type", "title", "status", "detail", "code"}
    assert (body["code"], body["type"]) == (code, f"/problems/{code}")
    assert answer.status_code == body["status"] == STATUS[code]
    return body
