#!/usr/bin/env bash
# Behaviour: `np.savez(file, **load_digits())` writes a pickle among the arrays, without a word: the bunch has an entry
#   `frame`, whose None becomes an array of objects. By its own default np.load does not read what savez wrote by its own:
#   it opens the file, lists `frame` with the rest, and raises a ValueError once that one is read. A loop over the file has
#   the first two arrays by then, and never comes to the images.
# Version: scikit-learn 1.9.1 with NumPy 2.4.6; seen 2026-11-30.
# Why a good guess is wrong: a bunch of digits is arrays and a text or two, and writer and reader of one library are
#   expected to have one default: a file with objects is refused either when written or when opened. The pickle holds nothing at
#   all, and whoever allows pickles to get past it allows those of any other file too.
# What helps: `np.savez(file, allow_pickle=False, ...)`, which refuses; and to read entries by name.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scikit-learn==1.9.1 numpy==2.4.6
venv/bin/python -W error - <<'PYTHON' | tee seen
import numpy as np
from sklearn.datasets import load_digits

np.savez("digits.npz", **load_digits())
file = np.load("digits.npz")
print("opened:", ", ".join(file.files))
for name in file.files:
    try:
        print(f"{name}: {file[name].dtype.kind}{file[name].shape}")
    except ValueError as error:
        print(f"{name}: {error}")

read = []
try:
    for name, _ in file.items():
        read.append(name)
except ValueError:
    print("a loop over it ends after:", ", ".join(read))

print("in the pickle:", load_digits().frame)
try:
    np.savez("strict.npz", allow_pickle=False, **load_digits())
except ValueError as error:
    print("savez without pickles:", error)
PYTHON
diff seen - <<'WANTED'
opened: data, target, frame, feature_names, target_names, images, DESCR
data: f(1797, 64)
target: i(1797,)
frame: Object arrays cannot be loaded when allow_pickle=False
feature_names: U(64,)
target_names: i(10,)
images: f(1797, 8, 8)
DESCR: U()
a loop over it ends after: data, target
in the pickle: None
savez without pickles: Object arrays cannot be saved when allow_pickle=False
WANTED
