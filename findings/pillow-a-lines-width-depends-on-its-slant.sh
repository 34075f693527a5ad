#!/usr/bin/env bash
# Behaviour: ImageDraw.line(width=3) puts down from 2.2 to 3.6 pixels of ink for each pixel of length, by the line's slant:
#   thinner by a quarter at 10°, thicker by a fifth at 60°, and its mirror image at 30° another width again; at width 20 still
#   from 18.4 to 20.6. Coordinates may be fractions, and are cut to whole pixels: from 80 to 80.9 a line or a circle
#   is the same. A circle of radius 10 is 21 pixels wide, with 349 pixels where π·10² is 314.
# Version: Pillow 13.0.0; seen 2026-11-30.
# Why a good guess is wrong: a width reads as a width, and the coordinates' type is float; one expects rough edges, which
#   cancel out along a line, not a pen whose strokes differ by two thirds. Digits drawn so differ in ink by the slant of
#   their strokes, which whoever trains on such drawings, or compares them with MNIST's, meets as a property of the hand.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pillow==13.0.0
"$work/venv/bin/python" - <<'SCRIPT' | tee "$work/seen"
import math
from PIL import Image, ImageDraw

LENGTH, MIDDLE = 240, 200

def page(draw):
    image = Image.new("L", (400, 400))
    draw(ImageDraw.Draw(image))
    return image

ink = lambda image: image.histogram()[255]

def line(width, degrees):
    x, y = LENGTH / 2 * math.cos(math.radians(degrees)), LENGTH / 2 * math.sin(math.radians(degrees))
    ends = [MIDDLE - x, MIDDLE - y, MIDDLE + x, MIDDLE + y]
    return ink(page(lambda pen: pen.line(ends, 255, width))) / LENGTH

for width in (3, 8, 20):
    measured = ", ".join(f"{degrees}°: {line(width, degrees):.1f}" for degrees in (0, 10, 20, 30, 45, 60, 90))
    print(f"width {width}, ink for each pixel of length at {measured}")
circle = lambda x, radius: page(lambda pen: pen.circle((x, 80), radius, 255))
print("circle of radius 10:", ink(circle(80, 10)), "pixels, across", circle(80, 10).getbbox()[2] - circle(80, 10).getbbox()[0])
print("the same at 80 and at 80.9:", circle(80, 10).tobytes() == circle(80.9, 10).tobytes())
level = lambda y: page(lambda pen: pen.line((40, y, 140, y), 255, 4)).tobytes()
print("a level line at 80 and at 80.9, the same:", level(80) == level(80.9))
SCRIPT
diff "$work/seen" - <<'WANTED'
width 3, ink for each pixel of length at 0°: 3.0, 10°: 2.2, 20°: 2.2, 30°: 3.2, 45°: 3.5, 60°: 3.6, 90°: 3.0
width 8, ink for each pixel of length at 0°: 8.0, 10°: 7.5, 20°: 7.6, 30°: 7.7, 45°: 7.8, 60°: 8.1, 90°: 8.0
width 20, ink for each pixel of length at 0°: 20.1, 10°: 19.7, 20°: 18.4, 30°: 20.2, 45°: 19.1, 60°: 20.6, 90°: 20.1
circle of radius 10: 349 pixels, across 21
the same at 80 and at 80.9: True
a level line at 80 and at 80.9, the same: True
WANTED
