"""Fingers on a touch screen, which Playwright has only for taps."""

from playwright.sync_api import Page

Places = list[tuple[float, float]]


class Fingers:
    """Touches through Chromium's own protocol."""

    def __init__(self, page: Page) -> None:
        self.page, self.protocol = page, page.context.new_cdp_session(page)

    def _send(self, kind: str, places: Places) -> None:
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        self.protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def glide(self, start: Places, end: Places, steps: int = 8) -> None:
        """Put fingers down, move them in straight lines, and lift them."""
        self._send("touchStart", start)
        for step in range(1, steps + 1):
            part = step / steps
            pairs = zip(start, end, strict=True)
            self._send("touchMove", [(x + part * (u - x), y + part * (v - y)) for (x, y), (u, v) in pairs])
            self.page.wait_for_timeout(16)
        self._send("touchEnd", [])
