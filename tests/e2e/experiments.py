"""What the experiments ought to show: the same questions asked of the server's API, and answered with numpy alone."""

import math
import re
from dataclasses import dataclass
from typing import Any

import httpx2
import numpy as np
from numpy.typing import NDArray

from tests.e2e.explorer import Explorer, eventually, number

IDS = {"ae": "ae-2d", "vae": "vae-2d"}
NEIGHBOURS = 16
STEPS = 32
Codes = NDArray[np.float64]
MOST = 128  # codes in one question
FINELY = 12  # questions to measure a curve: about 1,500 steps
TOLERANCES = {"apart": 0.006, "change": 0.0006, "feature": 0.06, "jump": 0.006}
STRETCH = 0.03  # of it: the page measures it with a fifteenth of the steps


@dataclass(frozen=True)
class Oracle:
    """The server, asked as any program would ask it."""

    http: httpx2.Client

    def model(self, side: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(f"/api/models/{IDS[side]}").raise_for_status().json()
        return found

    def sd(self, side: str) -> Codes:
        return np.array(self.model(side)["sd"])

    def code(self, side: str, index: int) -> Codes:
        """The code of a digit of the sample."""
        return np.array(self.http.get(f"/api/models/{IDS[side]}/codes").json()["codes"][index]["mu"])

    def compare(self, side: str, z: Codes, pace: str | None = None) -> dict[str, Codes]:
        answer = self.http.post(f"/api/models/{IDS[side]}/compare", json={"z": z.tolist(), "pace": pace})
        return {name: np.array(values) for name, values in answer.raise_for_status().json().items()}

    def ring(self, side: str, center: Codes, distance: float) -> dict[str, Codes]:
        angles = 2 * math.pi * np.arange(NEIGHBOURS) / NEIGHBOURS
        around = distance * self.sd(side) * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        return self.compare(side, np.concatenate([center[None], center + around]))

    def meter(self, side: str, a: Codes, b: Codes, pace: str | None = None) -> dict[str, float]:
        """What the page says of two pins, and of the straight walk between them; its length from many small steps."""
        found = self.compare(side, between(a, b, STEPS), pace)
        steps = found["step"][1:]
        apart = float(np.linalg.norm((b - a) / self.sd(side)))
        return {
            "apart": apart,
            "change": float(found["change"][-1]),
            "feature": float(found["feature"][-1]),
            "stretch": self.length(side, a, b) / apart,
            "jump": float(steps.max() / steps.mean()),
        }

    def length(self, side: str, a: Codes, b: Codes) -> float:
        """Of the decoded curve of a straight line."""
        dense = between(a, b, FINELY * (MOST - 1))
        starts = range(0, len(dense) - 1, MOST - 1)
        return sum(float(self.compare(side, dense[i : i + MOST])["step"].sum()) for i in starts)

    def draws(self, side: str, n: int, seed: int, fitted: bool) -> dict[str, Codes]:
        wanted = {"n": n, "seed": seed, "fitted": fitted, "images": False}
        z = self.http.post(f"/api/models/{IDS[side]}/sample", json=wanted).raise_for_status().json()["z"]
        return self.compare(side, np.array(z))


def kept(found: dict[str, Codes]) -> int:
    """How many neighbours are read as the one in the middle."""
    return int((found["label"][1:] == found["label"][0]).sum())


def between(a: Codes, b: Codes, steps: int) -> Codes:
    """So many steps of a straight line."""
    line: Codes = a + np.linspace(0, 1, steps + 1)[:, None] * (b - a)
    return line


def pick(explorer: Explorer, label: int, oracle: Oracle) -> int:
    """Take the gallery's first digit of a class, until it stands in the VAE; gives its place in the sample."""
    button = explorer.find(f"#gallery button[aria-label^='{label}:']").first
    button.click()
    index = int(button.get_attribute("data-index") or "")
    explorer.z_becomes(oracle.code("vae", index).tolist(), 1e-3)
    eventually(lambda: explorer.state("digit") == str(index), "the digit is in the URL", explorer.page)
    return index


def counts(explorer: Explorer, selector: str) -> tuple[int, int]:
    """The two numbers of "15 of 16"."""
    found = re.search(r"(\d+)\D+(\d+)", explorer.find(selector).inner_text())
    return (int(found[1]), int(found[2])) if found else (-1, -1)


def counts_become(explorer: Explorer, selector: str, wanted: tuple[int, int]) -> None:
    eventually(lambda: counts(explorer, selector) == wanted, f"{selector} says {wanted}", explorer.page)


def figures(explorer: Explorer, side: str) -> dict[str, float]:
    """What stands below a film."""
    read = "all => all.map((span) => [span.dataset.figure, span.querySelector('b').innerText])"
    found = explorer.find(f"#film-{side} [data-figure]").evaluate_all(read)
    return {name: number(text) for name, text in found}


def meter_leaves(explorer: Explorer, side: str, before: dict[str, float]) -> None:
    eventually(lambda: figures(explorer, side) != before, f"the meter of {side} follows", explorer.page)


def agree(explorer: Explorer, side: str, expected: dict[str, float]) -> None:
    def same() -> bool:
        shown = figures(explorer, side)
        close = {name: tolerance + 1e-3 * expected[name] for name, tolerance in TOLERANCES.items()}
        close["stretch"] = STRETCH * expected["stretch"]
        return shown.keys() == expected.keys() and all(abs(shown[n] - expected[n]) <= close[n] for n in expected)

    eventually(same, f"{figures(explorer, side)} is {expected}", explorer.page)
