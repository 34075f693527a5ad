"""The live socket's bytes: the same as the browser's (tests/frames.json), and no bytes that break the parser."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from latent_explorer.app.http.i18n import catalogue
from latent_explorer.app.routes.live_frames import (
    ADDRESS,
    DRAWN,
    MAX_VIEWS,
    FrameError,
    answer_frame,
    parse_address,
    parse_frame,
)
from tests.helpers.paths import ROOT

CASES: list[dict[str, Any]] = json.loads((ROOT / "tests" / "frames.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["seq"]))
def test_the_browsers_requests_are_read_as_they_were_meant(case: dict[str, Any]) -> None:
    message = bytes.fromhex(case["request"])
    assert parse_address(message, models=2) == (case["view"], case["model"], case["kind"])
    seq, z = parse_frame(message[ADDRESS.size :], len(case["codes"][0]), limit=4)
    assert seq == case["seq"] and z.tolist() == case["codes"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["seq"]))
def test_answers_are_the_bytes_that_the_browser_reads(case: dict[str, Any]) -> None:
    n = len(case["codes"])
    pixels = ((7 * np.arange(n * 784) + case["seq"]) % 256).astype(np.uint8)
    answer = ADDRESS.pack(case["view"], case["model"], case["kind"]) + answer_frame(
        case["seq"], pixels.reshape(n, 28, 28)
    )
    assert answer == bytes.fromhex(case["answer"]) + pixels.tobytes()


@given(st.binary(max_size=8), st.integers(1, 16))
def test_an_address_is_read_or_refused(message: bytes, models: int) -> None:
    try:
        address = parse_address(message, models)
    except FrameError as error:
        assert error.key in catalogue("en")
    else:
        assert address.view < MAX_VIEWS and address.model < models and address.kind <= DRAWN
        assert ADDRESS.pack(*address) == message[: ADDRESS.size]


sizes = st.integers(0, 8)


@given(st.integers(0, 2**32 - 1), st.integers(1, 17), sizes, sizes, st.integers(-3, 3), st.integers(1, 6))
def test_only_n_times_d_numbers_are_n_codes(seq: int, dims: int, said: int, sent: int, more: int, limit: int) -> None:
    """A message that says it has so many codes, and has as many as that, or others, or some bytes more or less."""
    body = np.arange(sent * dims, dtype="<f4").tobytes()
    message = struct.pack("<II", seq, said) + (body + bytes(more) if more > 0 else body[: len(body) + more])
    try:
        found, z = parse_frame(message, dims, limit)
    except FrameError:
        assert said != sent or more > 0 or (more < 0 and body) or not 1 <= said <= limit
    else:
        assert (found, z.shape) == (seq, (said, dims)) and 1 <= said <= limit
        assert z.ravel().tolist() == list(range(sent * dims))
