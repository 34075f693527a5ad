#!/usr/bin/env bash
# Behaviour: resize() with Resampling.BOX works along the rows and then along the columns, rounds to whole grey levels after
#   each, and halves up. A mean of two or four pixels ends in a half often: so noise gets lighter by 0.50 levels at half its
#   size and by 0.25 at a quarter, single pixels by a whole level; at a third, where halves can't arise, by nothing.
#   reduce() rounds once: 0.12 and 0.03, and no pixel off by more than a half (at a third it is darker, by 0.11). In mode F
#   resize() by these factors is exact.
# Version: Pillow 13.0.0; seen 2026-11-30.
# Why a good guess is wrong: the mean over a box has one right answer, to the next level, and an error of rounding is expected
#   to cancel out over 57,600 pixels. Of the two, reduce() has the name of the coarse one: the documentation of `reducing_gap`
#   says that the less is done by it, the closer one comes to fair resampling. By two and by four it is the closer one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
"$work/venv/bin/python" - <<'SCRIPT' | tee "$work/seen"
import numpy as np
from PIL import Image

SIDE = 480
noise = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE), np.uint8)
image = Image.fromarray(noise)
halves_up = lambda values: np.floor(values + 0.5)
box = lambda picture, side: np.asarray(picture.resize((side, side), Image.Resampling.BOX)).astype(float)

for factor in (2, 4, 3):
    side = SIDE // factor
    mean = noise.reshape(side, factor, side, factor).mean((1, 3))
    off = lambda made: f"by {(made - mean).mean():+.2f} on average, {abs(made - mean).max():.2f} at most"
    print(f"1/{factor}, resize with BOX: off {off(box(image, side))}")
    reduced = np.asarray(image.reduce(factor)).astype(float)
    print(f"1/{factor}, reduce: off {off(reduced)}")
    if factor == 3:
        continue
    print(f"1/{factor}, resize with BOX in mode F: off {off(box(Image.fromarray(noise.astype(np.float32)), side))}")
    rows = halves_up(noise.reshape(SIDE, side, factor).mean(2))
    both = halves_up(rows.reshape(side, factor, side).mean(1))
    print(f"1/{factor}, resize rounds halves up twice, reduce once:",
          np.array_equal(box(image, side), both) and np.array_equal(reduced, halves_up(mean)))
SCRIPT
diff "$work/seen" - <<'WANTED'
1/2, resize with BOX: off by +0.50 on average, 1.00 at most
1/2, reduce: off by +0.12 on average, 0.50 at most
1/2, resize with BOX in mode F: off by +0.00 on average, 0.00 at most
1/2, resize rounds halves up twice, reduce once: True
1/4, resize with BOX: off by +0.25 on average, 1.00 at most
1/4, reduce: off by +0.03 on average, 0.50 at most
1/4, resize with BOX in mode F: off by +0.00 on average, 0.00 at most
1/4, resize rounds halves up twice, reduce once: True
1/3, resize with BOX: off by +0.00 on average, 0.67 at most
1/3, reduce: off by -0.11 on average, 0.56 at most
WANTED
