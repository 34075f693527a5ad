#!/usr/bin/env bash
# Behaviour: `default_rng(seed).standard_normal(n, dtype=np.float32)` gives, for one seed and one version of NumPy, numbers
#   whose last bit depends on the C library: beyond 3.654 (some 250 of a million) a number is made with that library's
#   log1pf, which glibc 2.36 does not round to the nearest float32. float64 draws have the same seam, float32 shows it
#   about once in a million numbers.
# Version: NumPy 2.4.6, wheel for x86-64, on glibc 2.36; seen 2026-11-30.
# Why a good guess is wrong: a seeded generator is taken to be integers all the way and so the same everywhere, and wheels
#   are taken to bring their arithmetic with them: NumPy's own log1p does. The generator's calls the system's. Whoever
#   computes the same draws elsewhere, as in a browser, matches a million numbers and then misses one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.4.6
"$work/venv/bin/python" - <<'SCRIPT' | tee "$work/seen"
import ctypes, ctypes.util, math
import numpy as np

f = np.float32
libm = ctypes.CDLL(ctypes.util.find_library("m"))
libm.log1pf.restype, libm.log1pf.argtypes = ctypes.c_float, [ctypes.c_float]
systems = lambda x: f(libm.log1pf(ctypes.c_float(x)))
nearest = lambda x: f(math.log1p(float(x)))  # float64 has digits enough to round once

# The ziggurat of Marsaglia & Tsang 2000, in 256 layers, whose base is everything beyond R.
R = 3.6541528853610088
gauss = lambda x: math.exp(-0.5 * x * x)
V = R * gauss(R) + math.sqrt(math.pi / 2) * math.erfc(R / math.sqrt(2))
x = [V / gauss(R), R]
while len(x) < 256:
    x.append(math.sqrt(-2 * math.log(V / x[-1] + gauss(x[-1]))))
x.append(0.0)
SCALE = 1 << 23
inside = [round(SCALE * x[i + 1] / x[i]) for i in range(256)]
width = [f(x[i] / SCALE) for i in range(256)]
# NumPy numbers its layers from the other end, the base being 0.
order = [0, *range(255, 0, -1)]
inside, width, heights = [inside[i] for i in order], [width[i] for i in order], [f(1.0), *(f(gauss(x[i])) for i in order[1:])]

def words(seed):
    raw = np.random.PCG64(np.random.SeedSequence(seed))
    while True:
        for word in raw.random_raw(4096):
            yield int(word) & 0xFFFFFFFF
            yield int(word) >> 32

def draws(seed, n, log1p):
    """n numbers, and which of them are of the tail."""
    source = words(seed)
    uniform = lambda: f(next(source) >> 8) * f(2.0**-24)
    found, tail = [], []
    while len(found) < n:
        word = next(source)
        layer, place = word & 0xFF, (word >> 9) & 0x7FFFFF
        value = f(place) * width[layer]
        if word & 0x100:
            value = -value
        if place >= inside[layer]:
            if layer == 0:
                while True:
                    past = f(-f(1 / R) * log1p(-uniform()))
                    other = -log1p(-uniform())
                    if other + other > past * past:
                        break
                value = f(f(R) + past) * (f(-1) if (place >> 8) & 1 else f(1))
                tail.append(len(found))
            elif not f((heights[layer - 1] - heights[layer]) * uniform() + heights[layer]) < gauss(float(value)):
                continue
        found.append(value)
    return np.array(found, f), tail

N, SEEDS = 400_000, range(6)
all_equal, of_tail, off = True, 0, 0
for seed in SEEDS:
    wanted = np.random.default_rng(seed).standard_normal(N, dtype=f)
    all_equal &= np.array_equal(draws(seed, N, systems)[0], wanted)
    rounded, tail = draws(seed, N, nearest)
    apart = np.flatnonzero(rounded != wanted)
    assert set(apart) <= set(tail), "only the tail is the C library's"
    of_tail, off = of_tail + len(tail), off + len(apart)
print(f"with the system's log1pf, all numbers are NumPy's to the bit: {all_equal}")
print(f"with log1p rounded to the nearest, numbers of the tail that are not NumPy's: {'some' if off else 'none'}")
print(f"  ({off} of {of_tail} in the tail, of {N * len(SEEDS)} in all)")
SCRIPT
diff <(head -2 "$work/seen") - <<'WANTED'
with the system's log1pf, all numbers are NumPy's to the bit: True
with log1p rounded to the nearest, numbers of the tail that are not NumPy's: some
WANTED
