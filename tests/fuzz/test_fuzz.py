"""The fuzzer's kept inputs run again: what `python -m tests.fuzz` once reached stays as it was."""

import contextlib
from pathlib import Path

import pytest
from PIL import Image

from latent_explorer.app.images.decode import DAMAGE, FORMATS
from tests.fuzz.targets import TARGETS, corpus, run

INPUTS = [(name, path) for name in TARGETS for path in sorted(corpus(name).iterdir())]
MAX_BYTES = 1_000_000
MAX_PIXELS = 1_000_000  # that a kept picture may claim: no reader has trouble with them


@pytest.mark.parametrize(("name", "path"), INPUTS, ids=[f"{name}-{path.name}" for name, path in INPUTS])
def test_kept_inputs_end_in_a_result_or_a_refusal(name: str, path: Path) -> None:
    run(TARGETS[name], path.read_bytes())


def test_the_corpus_stays_small_and_every_target_has_one() -> None:
    assert {name for name, _ in INPUTS} == set(TARGETS)
    assert sum(path.stat().st_size for _, path in INPUTS) < MAX_BYTES


@pytest.mark.filterwarnings("ignore")  # Pillow's, at broken metadata
def test_no_kept_picture_claims_to_be_large() -> None:
    large = []
    for path in corpus("uploads").iterdir():
        with contextlib.suppress(*DAMAGE), Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                large.append(path.name)
    assert large == []
