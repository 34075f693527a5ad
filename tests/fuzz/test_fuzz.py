"""The fuzzer's kept inputs, and every find, run again: what `python -m tests.fuzz` once reached stays as it was."""

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, corpus, run

INPUTS = [(name, path) for name in TARGETS for path in sorted(corpus(name).iterdir())]
MAX_BYTES = 1_000_000


@pytest.mark.parametrize(("name", "path"), INPUTS, ids=[f"{name}-{path.name}" for name, path in INPUTS])
def test_kept_inputs_end_in_a_result_or_a_refusal(name: str, path: Path) -> None:
    run(TARGETS[name], path.read_bytes())


def test_the_corpus_stays_small_and_every_target_has_one() -> None:
    assert {name for name, _ in INPUTS} == set(TARGETS)
    assert sum(path.stat().st_size for _, path in INPUTS) < MAX_BYTES
