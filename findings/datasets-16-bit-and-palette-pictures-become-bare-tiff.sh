#!/usr/bin/env bash
# Behaviour: Hugging Face's `datasets` encodes a picture as PNG if its mode is 1, L, LA, RGB or RGBA, and any other as TIFF,
#   which it does not compress: so pictures of 16 bits and of a palette, both of which PNG holds, lie in the parquet file
#   as bare TIFF, and no column says so. Only a picture still as Pillow opened it keeps its format: cut out a part of a
#   16-bit PNG, and the part is a TIFF of more bytes than the whole was.
# Version: datasets 5.2.0 with Pillow 13.0.0; seen 2026-11-30.
# Why a good guess is wrong: whoever looks into the file of a usual set finds PNG, and PNG is what a lossless picture of up
#   to 16 bits, grey or with a palette, is saved as. Most browsers show no TIFF; and who reads the file without this library,
#   or sets aside room by PNG's size, meets it only with the first scan or depth map.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HF_HOME="$work/home"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 pillow==13.0.0 numpy==2.4.6
cat >look.py <<'PYTHON'
import io

import datasets
import numpy as np
import pyarrow.parquet as parquet
from PIL import Image

datasets.disable_progress_bars()
ramp = np.add.outer(np.arange(64), np.arange(64))
bytes8, bytes16 = (2 * ramp).astype(np.uint8), (500 * ramp).astype(np.uint16)


def as_png(image):
    packed = io.BytesIO()
    image.save(packed, "PNG")
    return packed.getvalue()


def stored(file):
    return parquet.read_table(file)["image"][0].as_py()["bytes"]


def look(name, picture):
    """What lies in the parquet file for a picture."""
    column = datasets.Features({"image": datasets.Image()})
    datasets.Dataset.from_dict({"image": [picture]}, features=column).to_parquet("set.parquet")
    read = Image.open(io.BytesIO(stored("set.parquet")))
    assert np.array_equal(np.array(read), np.array(picture)), "nothing is lost"
    bare = ", not compressed" if read.info.get("compression") == "raw" else ""
    more = "more" if len(stored("set.parquet")) > 5 * len(as_png(read)) else "no more"
    print(f"{name}: {read.format} of mode {read.mode}{bare}; {more} than 5 times the bytes of Pillow's PNG")


look("array of uint8", bytes8)
look("array of uint16", bytes16)
look("image of 16 bits", Image.fromarray(bytes16))
look("image with a palette", Image.fromarray(bytes8).convert("P"))
whole = as_png(Image.fromarray(bytes16))
look("16-bit PNG, opened", Image.open(io.BytesIO(whole)))
look("a quarter of it", Image.open(io.BytesIO(whole)).crop((0, 0, 32, 32)))
print("  the part has more bytes than the whole had:", len(stored("set.parquet")) > len(whole))
PYTHON
venv/bin/python look.py | tee seen
diff seen - <<'WANTED'
array of uint8: PNG of mode L; no more than 5 times the bytes of Pillow's PNG
array of uint16: TIFF of mode I;16, not compressed; more than 5 times the bytes of Pillow's PNG
image of 16 bits: TIFF of mode I;16, not compressed; more than 5 times the bytes of Pillow's PNG
image with a palette: TIFF of mode P, not compressed; more than 5 times the bytes of Pillow's PNG
16-bit PNG, opened: PNG of mode I;16; no more than 5 times the bytes of Pillow's PNG
a quarter of it: TIFF of mode I;16, not compressed; more than 5 times the bytes of Pillow's PNG
  the part has more bytes than the whole had: True
WANTED
