"""How many VAEs as they are found in the wild does calibration get right unaided: `python -m tests.bench.calibration`.

Each style of tests/wild is trained for some seconds, seed by seed, and calibrated on 256 images that it never saw. The
one of Keras is trained where --keras names a Python that has it. --write puts the tables into docs/import.md.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import numpy as np
import torch

from latent_explorer.model.config import Conventions
from latent_explorer.model.foreign.calibration_text import OUTPUT, pixels_in, second_of
from tests.bench.__main__ import replaced
from tests.bench.plan import Row, table
from tests.helpers.paths import DOCS
from tests.wild.styles import HARD, KERAS, STYLES
from tests.wild.trial import FIELDS, Trial, trials

PAGE = DOCS / "import.md"
BEGIN = "<!-- What `python -m tests.bench.calibration --write` found. -->\n"
END = "<!-- end of calibration -->\n"
SEEDS = 3


def section(found: list[Trial]) -> str:
    """The tables of docs/import.md, between its marks."""
    plain = [trial for trial in found if trial.style not in HARD]
    hard = [trial for trial in found if trial.style in HARD]
    parts = [_summary(plain), _right(plain), _proposed(plain)]
    if hard:
        parts += ["Trained so that they are hard to tell:\n", _right(hard), _proposed(hard)]
    return BEGIN + "\n".join([*parts, _missed(found)]) + END


def _summary(found: list[Trial]) -> str:
    right = sum(not trial.misses for trial in found)
    seeds = len({trial.seed for trial in found})
    whose = "called in Python and as ONNX files, calibrated on 256 images that none was trained on"
    return f"Of {len(found)} calibrations ({seeds} seeds, {whose}) {right} are right in all that was proposed.\n"


def _right(found: list[Trial]) -> str:
    """How many of each style's calibrations are right, field by field, and of what they were unsure."""
    rows = [(of[0].style.name, of[0].style.told, *map(of_field(of), FIELDS), _unsure(of)) for of in _by_style(found)]
    return table(("style", "what it is", *FIELDS.values(), "unsure of"), rows, words=(0, 1, 8))


def of_field(of: list[Trial]) -> Callable[[str], str]:
    """Tells of a field in how many of some calibrations it is right."""

    def told(field: str) -> str:
        asked = [trial for trial in of if field in trial.fields]
        right = sum(field not in trial.misses for trial in asked)
        return f"{right}/{len(asked)}" if asked else "–"

    return told


def _unsure(of: list[Trial]) -> str:
    """What was left open, and in how many."""
    counts = {name: sum(name in trial.found.unsure for trial in of) for name in FIELDS}
    told = [f"{FIELDS[name]} ({count}/{len(of)})" for name, count in counts.items() if count]
    not_rebuilt = sum(not trial.found.rebuilds for trial in of)
    told += [f"anything: no way rebuilds the images ({not_rebuilt}/{len(of)})"] * bool(not_rebuilt)
    return "; ".join(told) or "nothing"


def _proposed(found: list[Trial]) -> str:
    """What was proposed of each style's first, with its evidence, and what came second."""
    rows: list[Row] = [(of[0].style.name, *_first_and_second(of[0])) for of in _by_style(found)]
    head = ("style", "true", "proposed first", "second, of pixels", "meanings of the second output, by score")
    return "Of the first seed:\n\n" + table(head, rows, words=(0, 1, 2, 3, 4))


def _first_and_second(trial: Trial) -> tuple[str, str, str, str]:
    pixels, seconds = trial.found.pixels, trial.found.seconds
    scored = [f"{second_of(one.conventions)}: {one.score:.2f}" for one in seconds if np.isfinite(one.score)]
    first, runner_up = (f"{_of_pixels(one.conventions)} (error {one.error:.4f})" for one in pixels[:2])
    best = trial.found.best
    return _in_words(trial.style.truth), f"{first}; {second_of(best)}", runner_up, "; ".join(scored) or "–"


def _in_words(conventions: Conventions) -> str:
    return f"{_of_pixels(conventions)}; {second_of(conventions)}"


def _of_pixels(conventions: Conventions) -> str:
    return f"in: {pixels_in(conventions)}; out: {OUTPUT[conventions.output]}"


def _missed(found: list[Trial]) -> str:
    """Every miss, in a line each."""
    lines = [_miss(trial) for trial in found if trial.misses]
    return "Misses:\n\n" + "\n".join(lines) + "\n" if lines else "It missed none.\n"


def _miss(trial: Trial) -> str:
    best, truth = trial.found.best, trial.style.truth
    wrong = [f"{FIELDS[name]} {getattr(best, name)}, not {getattr(truth, name)}" for name in trial.misses]
    said = " and said that nothing is rebuilt" * (not trial.found.rebuilds)
    unsure = [FIELDS[name] for name in trial.misses if name in trial.found.unsure]
    said = said or (f" and was unsure of {', '.join(unsure)}" if unsure else " and was sure")
    return f"- {trial.style.name}, seed {trial.seed}, {trial.way}: it proposed {'; '.join(wrong)},{said}."


def _by_style(found: list[Trial]) -> list[list[Trial]]:
    names = dict.fromkeys(trial.style.name for trial in found)
    return [[trial for trial in found if trial.style.name == name] for name in names]


def _told(found: Iterator[Trial]) -> Iterator[Trial]:
    """As they come, with a line for each on the way."""
    for trial in found:
        result = f"misses {', '.join(trial.misses)}" if trial.misses else "right"
        print(f"{trial.style.name}, seed {trial.seed}, {trial.way}: {result}", file=sys.stderr, flush=True)
        yield trial


def main() -> None:
    """Train, calibrate, and print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=SEEDS, help="how many of each style")
    options.add_argument("--only", nargs="*", help="names of styles")
    options.add_argument("--keras", help="a Python that has Keras and what it needs to export ONNX")
    options.add_argument("--write", action="store_true", help="put the tables into docs/import.md")
    given = options.parse_args()
    torch.set_num_threads(1)
    styles = tuple(style for style in (*STYLES, KERAS, *HARD) if not given.only or style.name in given.only)
    if KERAS in styles and not given.keras and find_spec("keras") is None:
        print("left out: keras, which needs a Python that has it: --keras PYTHON", file=sys.stderr)
        styles = tuple(style for style in styles if style != KERAS)
    told = section(list(_told(trials(styles, given.seeds, given.keras))))
    if given.write:
        PAGE.write_text(replaced(PAGE.read_text(), BEGIN, END, told))
    print(told)


if __name__ == "__main__":
    main()
