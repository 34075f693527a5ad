#!/usr/bin/env bash
# Behaviour: torchvision's reader of IDX files takes at most three dimensions: a file of colour images (count, rows, columns,
#   channels) ends in an AssertionError without a message. Nothing but that assertion is in the way: with `python -O`, which
#   leaves assertions out, the same call reads the same file right.
# Version: torchvision 0.28.0 with torch 2.13.0, seen 2026-11-30; the same line is in 0.29.1.
# Why a good guess is wrong: the reader is written for the format, not for MNIST: it has all six types of numbers, of which
#   MNIST uses one, and the number of dimensions is a byte of the header, from which it takes the sizes by a loop. And
#   tests with labels and with grey images, one dimension and three, can't show it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check torch==2.13.0 torchvision==0.28.0 numpy==2.4.6
cat >look.py <<'PYTHON'
import struct
from pathlib import Path

import numpy as np
import torch

# PyPI's torchvision is built for torch with CUDA. Without it, it lacks two operators, which no reader of files calls.
if torch.version.cuda is None:
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
from torchvision.datasets.mnist import read_sn3_pascalvincent_tensor

UINT8 = 8
file = Path("images-idx-ubyte")
for shape in ((6,), (6, 8), (6, 8, 8), (6, 8, 8, 3)):
    values = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    file.write_bytes(struct.pack(f">BBBB{len(shape)}I", 0, 0, UINT8, len(shape), *shape) + values.tobytes())
    try:
        print(f"{shape}:", "as written" if np.array_equal(read_sn3_pascalvincent_tensor(file), values) else "other values")
    except AssertionError as error:
        print(f"{shape}: AssertionError, its message {str(error)!r}")
PYTHON
{
    venv/bin/python look.py
    echo "without assertions:"
    venv/bin/python -O look.py
} | tee seen
diff seen - <<'WANTED'
(6,): as written
(6, 8): as written
(6, 8, 8): as written
(6, 8, 8, 3): AssertionError, its message ''
without assertions:
(6,): as written
(6, 8): as written
(6, 8, 8): as written
(6, 8, 8, 3): as written
WANTED
