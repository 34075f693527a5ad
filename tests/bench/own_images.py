"""From a folder of pictures to the page: python -m tests.bench.own_images [--threads 2].

Draws 5,000 PNG files of 32×32 in colour, in five folders, one a class, and times the two commands that a user types:
`latent-explorer train --data FOLDER --twin`, and `latent-explorer serve --models runs` until the page answers.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageDraw

SIDE, FINE = 32, 4  # pixels of a picture, and of the drawing for each of them
CLASSES = ("boat", "fish", "house", "sun", "tree")
COUNT = 5_000
Colour = tuple[int, int, int]


def picture(name: str, rng: np.random.Generator) -> Image.Image:
    """One picture of a class: its thing in a place, a size and a colour of its own, on a ground, with noise."""
    size = SIDE * FINE
    sky = _colour(rng, (150, 180, 200), 45)
    drawn = Image.new("RGB", (size, size), sky)
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((0, size * rng.uniform(0.6, 0.8), size, size), _colour(rng, (90, 120, 80), 40))
    middle, reach = size * rng.uniform(0.35, 0.65, 2), size * rng.uniform(0.18, 0.32)
    _thing(draw, name, (float(middle[0]), float(middle[1])), float(reach), rng)
    small = np.asarray(drawn.resize((SIDE, SIDE), Image.Resampling.BOX), np.float64)
    light = rng.uniform(0.75, 1.1) * small + rng.normal(0, 4, small.shape)
    return Image.fromarray(light.clip(0, 255).astype(np.uint8))


def _colour(rng: np.random.Generator, around: Colour, spread: int) -> Colour:
    red, green, blue = (int(value) for value in (around + rng.integers(-spread, spread + 1, 3)).clip(0, 255))
    return red, green, blue


def _thing(
    draw: ImageDraw.ImageDraw, name: str, at: tuple[float, float], reach: float, rng: np.random.Generator
) -> None:
    """Draw a class's thing around `at`, as far as `reach`, both in pixels of the drawing."""

    def place(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(at[0] + reach * x, at[1] + reach * y) for x, y in points]

    red, brown, green, yellow = ((200, 60, 50), (120, 80, 50), (50, 140, 60), (240, 200, 60))
    if name == "boat":
        draw.polygon(place((-1, 0.3), (1, 0.3), (0.6, 0.9), (-0.6, 0.9)), _colour(rng, brown, 40))
        draw.polygon(place((-0.1, 0.2), (-0.1, -1), (0.8, 0.2)), _colour(rng, (235, 235, 225), 20))
    elif name == "fish":
        draw.ellipse(place((-1, -0.5), (0.6, 0.5)), _colour(rng, (230, 120, 60), 45))
        draw.polygon(place((0.4, 0), (1, -0.5), (1, 0.5)), _colour(rng, (230, 120, 60), 45))
    elif name == "house":
        draw.rectangle(place((-0.8, -0.1), (0.8, 1)), _colour(rng, (220, 200, 170), 35))
        draw.polygon(place((-1, -0.1), (0, -1), (1, -0.1)), _colour(rng, red, 45))
    elif name == "sun":
        draw.ellipse(place((-0.8, -0.8), (0.8, 0.8)), _colour(rng, yellow, 30))
    else:
        draw.rectangle(place((-0.15, 0.2), (0.15, 1)), _colour(rng, brown, 30))
        draw.polygon(place((-0.8, 0.4), (0, -1), (0.8, 0.4)), _colour(rng, green, 45))


def write_pictures(folder: Path, count: int = COUNT, seed: int = 0) -> None:
    """Draw the pictures, as many of each class, into folders of their classes' names."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        name = CLASSES[number % len(CLASSES)]
        (folder / name).mkdir(parents=True, exist_ok=True)
        picture(name, rng).save(folder / name / f"{number}.png")


def train(pictures: Path, out: Path, threads: int) -> float:
    """Seconds of the first command, whose progress is shown."""
    start = time.perf_counter()
    said = ("train", "--data", pictures, "--twin", "--threads", threads, "--out", out)
    subprocess.run([sys.executable, "-m", "latent_explorer.app.cli", *map(str, said)], check=True)
    return time.perf_counter() - start


def serve(out: Path) -> float:
    """Seconds from the second command until the server shows the page and has loaded the models."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "latent_explorer.app.cli", "serve", "--port", "0", "--models", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"COLUMNS": "200"}) as server:
        assert server.stderr
        try:
            address = next(found[0] for line in server.stderr if (found := re.search(r"http://[\d.]+:\d+", line)))
            for path in ("/", "/api/models/vae-pictures-2d/codes"):
                with urllib.request.urlopen(address + path, timeout=120) as answer:
                    answer.read()
            return time.perf_counter() - start
        finally:
            server.terminate()


def main() -> None:
    """Draw, train and serve, and print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1, help="as train has it")
    parser.add_argument("--keep", type=Path, help="folder that the pictures and models stay in")
    asked = parser.parse_args()
    with TemporaryDirectory() as place:
        folder = asked.keep or Path(place)
        write_pictures(folder / "pictures")
        trained = train(folder / "pictures", folder / "runs", asked.threads)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        shown = serve(folder / "runs")
    print(f"train --data pictures --twin --threads {asked.threads}: {trained:.0f} s, {used.ru_utime:.0f} s of a core")
    print(f"serve --models runs, until the page has the models: {shown:.1f} s")


if __name__ == "__main__":
    main()
