"""How many VAEs as they are found in the wild does calibration get right unaided: `python -m tests.bench.calibration`.

Each style of tests/wild is trained for some seconds, seed by seed, and calibrated on 256 images that it never saw. The
one of Keras is trained where --keras names a Python that has it. --write puts the tables into docs/calibration.md.
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
from tests.wild.styles import HARD, KERAS, STYLES, UNSEEN
from tests.wild.trial import FIELDS, Trial, trials

PAGE = DOCS / "calibration.md"
BEGIN = "<!-- What `python -m tests.bench.calibration --write` found. -->\n"
END = "<!-- end of calibration -->\n"
SEEDS, FIRST = 3, 10  # those from 0 to 2 were looked at when the scores of calibration were chosen


GROUPS = {
    "As they are found in the wild.": (*STYLES, KERAS),
    "Written once calibration was settled.": UNSEEN,
    "Trained so that they are hard to tell.": HARD,
}


def section(found: list[Trial]) -> str:
    """The tables of docs/calibration.md, between its marks."""
    parts = []
    for caption, styles in GROUPS.items():
        of_group = [trial for trial in found if trial.style.name in {style.name for style in styles}]
        if of_group:
            parts += [f"{caption} {_summary(of_group)}", _right(of_group), _proposed(of_group)]
    return BEGIN + "\n".join([*parts, _missed(found)]) + END


def _summary(found: list[Trial]) -> str:
    right, seeds = sum(not trial.misses for trial in found), len({trial.seed for trial in found})
    whose = "called in Python and as ONNX files, on 256 images that none was trained on"
    return f"Of {len(found)} calibrations (seeds: {seeds}; {whose}), right in all: {right}.\n"


def _right(found: list[Trial]) -> str:
    """How many of each style's calibrations are right, field by field, and of what they were unsure."""
    rows = [(of[0].style.name, of[0].style.told, *map(of_field(of), FIELDS), _unsure(of)) for of in _by_style(found)]
    return table(("style", "what it is", *FIELDS.values(), "unsure of"), rows, words=(0, 1, 2 + len(FIELDS)))


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
    inside = table(head, rows, words=(0, 1, 2, 3, 4))
    return f"<details><summary>What was proposed of the first seed</summary>\n\n{inside}\n</details>\n"


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
    """Every miss, those that are alike in one line."""
    alike: dict[tuple[str, str], list[Trial]] = {}
    for trial in found:
        if trial.misses:
            alike.setdefault((trial.style.name, _miss(trial)), []).append(trial)
    if not alike:
        return "It missed none.\n"
    asked = {key: ", ".join(f"{trial.way} {trial.seed}" for trial in of) for key, of in alike.items()}
    lines = [f"- {name} ({asked[name, miss]}): {miss}\n" for name, miss in alike]
    return "Misses, each with how it was asked and its seed:\n\n" + "".join(lines)


def _miss(trial: Trial) -> str:
    best, truth = trial.found.best, trial.style.truth
    wrong = [f"{FIELDS[name]} {_value(best, name)}, not {_value(truth, name)}" for name in trial.misses]
    open_fields = [FIELDS[name] for name in trial.misses if name in trial.found.unsure]
    said = f"was unsure of {', '.join(open_fields)}" if open_fields else "was sure"
    said = said if trial.found.rebuilds else "said that nothing is rebuilt"
    return f"it proposed {'; '.join(wrong)}, and {said}."


def _value(conventions: Conventions, name: str) -> str:
    """A field's value as a manifest has it; of outputs of their own, with which of them is μ."""
    value = str(getattr(conventions, name))
    return f"{value} (μ is output {conventions.outputs[0]})" if value == "separate" else value


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
    options.add_argument("--first", type=int, default=FIRST, help="the first of them")
    options.add_argument("--only", nargs="*", help="names of styles")
    options.add_argument("--keras", help="a Python that has Keras and what it needs to export ONNX")
    options.add_argument("--write", action="store_true", help="put the tables into docs/calibration.md")
    given = options.parse_args()
    torch.set_num_threads(1)
    styles = tuple(style for style in (*STYLES, KERAS, *UNSEEN, *HARD) if not given.only or style.name in given.only)
    if KERAS in styles and not given.keras and find_spec("keras") is None:
        print("left out: keras, which needs a Python that has it: --keras PYTHON", file=sys.stderr)
        styles = tuple(style for style in styles if style != KERAS)
    told = section(list(_told(trials(styles, range(given.first, given.first + given.seeds), given.keras))))
    if given.write:
        PAGE.write_text(replaced(PAGE.read_text(), BEGIN, END, told))
    print(told)


if __name__ == "__main__":
    main()
