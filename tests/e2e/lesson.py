"""A learner: takes the lesson by mouse, by keyboard or by touch; and what each step ought to find, asked of the API."""

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

import httpx2
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, expect

from tests.e2e.explorer import Explorer
from tests.e2e.fingers import Fingers

Way = Literal["mouse", "keyboard", "touch"]
Codes = NDArray[np.float64]
THREE = 5  # index in the sample of the digit that steps begin with
STEPS = ["point", "between", "random", "near", "curve", "spread", "noise", "symbols", "rebuild", "loss", "beta"]
ORDER = ["picture", "encoder", "distribution", "code", "decoder", "rebuilt"]  # of the parts, from left to right
TRAY = ["decoder", "code", "picture", "distribution", "rebuilt", "encoder"]  # of the symbols
SHARE = 0.3  # of a scale, where predictions are placed


class Learner:
    """Places predictions and leads on."""

    def __init__(self, explorer: Explorer, way: Way) -> None:
        self.explorer, self.page, self.way = explorer, explorer.page, way

    def find(self, selector: str) -> Locator:
        return self.page.locator(f"#lesson {selector}")

    def at(self, step: str, phase: str = "predict") -> None:
        """Wait for a step."""
        expect(self.page.locator(f'#lesson[data-step="{step}"][data-phase="{phase}"]')).to_be_visible()

    def press(self, what: Locator) -> None:
        """Press a button, or the middle of anything."""
        what.scroll_into_view_if_needed()
        if self.way == "keyboard":
            what.focus()
            self.page.keyboard.press("Enter")
        elif self.way == "touch":
            what.tap()
        else:
            what.click()

    def predict(self) -> None:
        """Place whatever the step asks for."""
        for marker in self.find(".marker input[type=range]").all():
            self._place_marker(marker)
        if self.find(".plot").count():
            self._draw()
        if self.find(".placeable canvas").count():
            self._point(self.find(".placeable canvas"))
        for slot, part in zip(self.find(".piece-slot").all(), ORDER, strict=False):
            self.press(self.find(".piece").nth(TRAY.index(part)))
            self.press(slot)

    def lead_on(self) -> None:
        self.press(self.find(".main"))

    def _place_marker(self, marker: Locator) -> None:
        marker.scroll_into_view_if_needed()
        if self.way == "keyboard":
            marker.focus()
            self.page.keyboard.press("ArrowLeft")
            return
        box = marker.bounding_box()
        assert box
        place = {"x": SHARE * box["width"], "y": box["height"] / 2}
        (marker.tap if self.way == "touch" else marker.click)(position=place)  # type: ignore[arg-type]

    def _point(self, canvas: Locator) -> None:
        canvas.scroll_into_view_if_needed()
        if self.way == "keyboard":
            canvas.focus()
            for key in ("ArrowLeft", "ArrowUp"):
                self.page.keyboard.press(key)
        elif self.way == "touch":
            canvas.tap(position={"x": 90, "y": 90})
        else:
            canvas.click(position={"x": 90, "y": 90})

    def _draw(self) -> None:
        """A line across the plot for each series."""
        if self.way == "keyboard":
            for point in self.find(".unseen-sliders input").all():
                point.focus()
                self.page.keyboard.press("ArrowRight")
            return
        plot = self.find(".plot")
        plot.scroll_into_view_if_needed()
        for _ in range(max(self.find(".pens button").count(), 1)):
            box = plot.bounding_box()
            assert box
            y = box["y"] + 0.4 * box["height"]
            start, end = (box["x"] + 0.15 * box["width"], y), (box["x"] + 0.93 * box["width"], y)
            if self.way == "touch":
                Fingers(self.page).glide([start], [end])
            else:
                self.page.mouse.move(*start)
                self.page.mouse.down()
                self.page.mouse.move(*end, steps=12)
                self.page.mouse.up()

    def told(self) -> str:
        return self.find(".verdict").inner_text()

    def integers(self) -> list[int]:
        """The whole numbers of what is told."""
        return [int(found) for found in re.findall(r"(?<![\d.,])\d+(?![\d,.]*\d)", self.told())]


@dataclass(frozen=True)
class Truth:
    """What the server's models say, by the API alone."""

    http: httpx2.Client

    def model(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(f"/api/models/{id}").raise_for_status().json()
        return found

    def codes(self, id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get(f"/api/models/{id}/codes").raise_for_status().json()["codes"]
        return found

    def labels(self, id: str, z: Codes) -> list[int]:
        return [int(label) for label in self.compare(id, z)["label"]]

    def compare(self, id: str, z: Codes) -> dict[str, list[float]]:
        answer = self.http.post(f"/api/models/{id}/compare", json={"z": z.tolist()})
        found: dict[str, list[float]] = answer.raise_for_status().json()
        return found

    def kept(self, id: str, centre: Codes, around: Codes) -> int:
        first, *rest = self.labels(id, np.concatenate([centre[None], around]))
        return sum(label == first for label in rest)

    def measured(self) -> dict[str, list[float]]:
        """What each step's prediction is held against."""
        ae, vae, beta = self.model("ae-2d"), self.model("vae-2d"), self.model("vae-2d-beta-4")
        large = [self.model(id) for id in ("ae-16d", "vae-16d")]
        pair = [ae, vae]
        curves = [
            {one["step"]: 100 * one["label_kept"]["value"] for one in m["metrics"]["nearness"]["step_curve"]}
            for m in pair
        ]
        samples = beta["metrics"]["nearness"]["posterior_samples"]["curve"][0]
        tests = [m["metrics"]["test"] for m in pair]
        family = ["vae-2d-beta-0.01", "vae-2d-beta-0.25", "vae-2d", "vae-2d-beta-4", "vae-2d-beta-16"]
        errors = [m["metrics"]["test"]["mse"] for m in large]
        return {
            "point": self.codes("ae-2d")[THREE]["mu"],
            "between": [self.turn(id) for id in ("ae-2d", "vae-2d")],
            "random": [100 * m["metrics"]["nearness"]["holes"]["fitted"]["judge_sure"]["value"] for m in large],
            "near": [curve[0.1] for curve in curves],
            "curve": [curve[step] for curve in curves for step in (0.05, 0.1, 0.2, 0.5, 1)],
            "spread": [self.width(beta, THREE)],
            "noise": [100 * samples[side]["label_kept"]["value"] for side in ("ae", "vae")],
            "symbols": [TRAY.index(part) for part in ORDER],
            "rebuild": [100 * errors[1] / errors[0]],
            "loss": [100 * tests[1]["kl"] / (tests[1]["kl"] + tests[1]["reconstruction"])],
            "beta": [self.model(id)["metrics"]["test"]["kl"] for id in family],
        }

    def width(self, model: dict[str, Any], index: int) -> float:
        """σ of a digit over the codes' sd, in %: the geometric mean of both axes, the circle of the ellipse's area."""
        sigma = np.array(self.codes(model["id"])[index]["sigma"])
        return float(100 * np.sqrt(np.prod(sigma / model["sd"])))

    def changes(self, id: str, index: int) -> tuple[float, float]:
        """How much a digit's picture changes along z₀ and z₁, for a step as long as the larger σ either way."""
        code = self.codes(id)[index]
        mu, step = np.array(code["mu"]), max(code["sigma"])
        ways = step * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])
        change = self.compare(id, mu + ways)["change"]
        return (change[1] + change[2]) / 2, (change[3] + change[4]) / 2

    def turn(self, id: str) -> float:
        """After how many per cent of the way from the 4 to the 9 another digit is read."""
        codes = self.codes(id)
        a, b = (np.array(codes[self.clear(label)]["mu"]) for label in (4, 9))
        labels = self.labels(id, a + np.linspace(0, 1, 51)[:, None] * (b - a))
        return 2.0 * next(i for i, label in enumerate(labels) if label != labels[0])

    def clear(self, label: int) -> int:
        """The first of a class that both models rebuild as such."""
        own = [i for i, code in enumerate(self.codes("vae-2d")) if code["label"] == label][:24]
        ae, vae = (self.labels(id, np.array([self.codes(id)[i]["mu"] for i in own])) for id in ("ae-2d", "vae-2d"))
        return next(i for i, a, b in zip(own, ae, vae, strict=True) if (a, b) == (label, label))

    def counts(self, step: str) -> list[int]:
        """How many of its example each model keeps: autoencoder, VAE."""
        if step == "random":
            wanted = {"n": 100, "seed": 0, "fitted": True, "images": False}
            drawn = {
                id: self.http.post(f"/api/models/{id}/sample", json=wanted).json()["z"] for id in ("ae-16d", "vae-16d")
            }
            sure = [self.compare(id, np.array(z))["confidence"] for id, z in drawn.items()]
            return [sum(p >= 0.9 for p in one) for one in sure]
        if step == "near":
            angles = 2 * math.pi * np.arange(16) / 16
            ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
            return [self._around(id, 0.1 * np.array(self.model(id)["sd"]) * ring) for id in ("ae-2d", "vae-2d")]
        unit = {"n": 64, "seed": 1, "images": False, "mu": [0, 0], "sigma": [1, 1]}
        noise = np.array(self.http.post("/api/models/vae-2d-beta-4/sample", json=unit).json()["z"])
        moved = noise * np.array(self.codes("vae-2d-beta-4")[THREE]["sigma"])
        scale = np.array(self.model("ae-2d")["sd"]) / np.array(self.model("vae-2d-beta-4")["sd"])
        return [self._around("ae-2d", moved * scale), self._around("vae-2d-beta-4", moved)]

    def _around(self, id: str, moved: Codes) -> int:
        centre = np.array(self.codes(id)[THREE]["mu"])
        return self.kept(id, centre, centre + moved)
