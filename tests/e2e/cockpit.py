"""What the experiments ought to show: the same questions asked of the server's API, and answered with numpy alone."""

import math
from dataclasses import dataclass
from typing import Any

import httpx2
import numpy as np
from numpy.typing import NDArray

IDS = {"ae": "ae-2d", "vae": "vae-2d"}
NEIGHBOURS = 16
STEPS = 32
Codes = NDArray[np.float64]


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

    def compare(self, side: str, z: Codes, evenly: bool = False) -> dict[str, Codes]:
        answer = self.http.post(f"/api/models/{IDS[side]}/compare", json={"z": z.tolist(), "evenly": evenly})
        return {name: np.array(values) for name, values in answer.raise_for_status().json().items()}

    def ring(self, side: str, center: Codes, distance: float) -> dict[str, Codes]:
        angles = 2 * math.pi * np.arange(NEIGHBOURS) / NEIGHBOURS
        around = distance * self.sd(side) * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        return self.compare(side, np.concatenate([center[None], center + around]))

    def line(self, side: str, a: Codes, b: Codes, evenly: bool = False) -> dict[str, Codes]:
        return self.compare(side, a + np.linspace(0, 1, STEPS + 1)[:, None] * (b - a), evenly)

    def draws(self, side: str, n: int, seed: int, fitted: bool) -> dict[str, Codes]:
        wanted = {"n": n, "seed": seed, "fitted": fitted, "images": False}
        z = self.http.post(f"/api/models/{IDS[side]}/sample", json=wanted).raise_for_status().json()["z"]
        return self.compare(side, np.array(z))


def kept(found: dict[str, Codes]) -> int:
    """How many neighbours are read as the one in the middle."""
    return int((found["label"][1:] == found["label"][0]).sum())


def meter(found: dict[str, Codes], sd: Codes) -> dict[str, float]:
    """What the page says of two pins."""
    lengths = np.linalg.norm(np.diff(found["z"], axis=0) / sd, axis=1)
    steps = found["step"][1:]
    return {
        "apart": float(np.linalg.norm((found["z"][-1] - found["z"][0]) / sd)),
        "change": float(found["change"][-1]),
        "feature": float(found["feature"][-1]),
        "stretch": float(steps.sum() / lengths.sum()),
        "steepest": float((steps / lengths).max()),
        "jump": float(steps.max() / steps.mean()),
    }
