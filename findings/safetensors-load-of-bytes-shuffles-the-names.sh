#!/usr/bin/env bash
# Behaviour: safetensors' load(bytes) gives a dictionary whose names stand in another order at each call, even twice in one
#   process and whatever PYTHONHASHSEED is, though the file's header has them in order. load_file(path) of the same bytes,
#   and the keys of safe_open, are in order. So a dictionary that went through bytes, as it does from a network or a cache,
#   has another first entry each time: a digest over its items, "the first error", or layers taken in turn differ from run
#   to run.
# Version: safetensors 0.8.0 with numpy 2.4.6, seen 2026-11-30 (torch's load is the same).
# Why a good guess is wrong: Python's dictionaries keep their order, JSON's parsers do too, the two functions differ in
#   where the bytes come from only, and a test that saves and loads compares by name and sees nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check safetensors==0.8.0 numpy==2.4.6
PYTHONHASHSEED=0 venv/bin/python - >seen <<'PYTHON'
import json

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load, load_file, save

names = [f"layer{number}" for number in range(8)]
data = save({name: np.zeros(1, np.float32) for name in names})
with open("weights.safetensors", "wb") as file:
    file.write(data)
header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
print("in the header in order:", list(header) == names)
print("orders of load(bytes) in 20 calls:", "one" if len({tuple(load(data)) for _ in range(20)}) == 1 else "several")
print("orders of load_file in 20 calls:", len({tuple(load_file("weights.safetensors")) for _ in range(20)}))
with safe_open("weights.safetensors", "np") as file:
    print("keys of safe_open in order:", list(file.keys()) == names)
PYTHON
cat seen
diff seen - <<'SEEN'
in the header in order: True
orders of load(bytes) in 20 calls: several
orders of load_file in 20 calls: 1
keys of safe_open in order: True
SEEN
