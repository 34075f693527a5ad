"""What is read from the other side of a pipe, which may say anything."""

import io
import struct

import numpy as np
import pytest

from latent_explorer.model.foreign.onnx.frames import FrameError, read_frame, write_frame


def frame(*numbers: int, form: str) -> io.BytesIO:
    return io.BytesIO(struct.pack("<" + form, *numbers))


@pytest.mark.parametrize("shape", [(), (3,), (2, 0), (2, 3, 4)])
def test_arrays_come_as_they_went(shape: tuple[int, ...]) -> None:
    sent = [np.random.default_rng(0).normal(size=shape).astype(np.float32), np.ones(5, np.float32)]
    stream = io.BytesIO()
    write_frame(stream, 7, sent)
    stream.seek(0)
    code, (first, second) = read_frame(stream, 10_000)
    assert code == 7 and first.shape == shape
    np.testing.assert_array_equal(first, sent[0])
    np.testing.assert_array_equal(second, sent[1])


def test_sends_other_orders_and_types_as_they_are_meant() -> None:
    stream = io.BytesIO()
    sent = np.arange(6, dtype=">f4").reshape(2, 3).T
    write_frame(stream, 0, [sent])
    stream.seek(0)
    np.testing.assert_array_equal(read_frame(stream, 100)[1][0], sent)


@pytest.mark.parametrize(
    ("stream", "fault"),
    [
        (frame(0, 2**31, form="II"), "too many arrays"),
        (frame(0, 1, 9, form="III"), "too many axes"),
        (frame(0, 1, 2, 2**40, 2**40, form="IIIQQ"), "too large"),
        (frame(0, 1, 1, 26, form="IIIQ"), "too large"),
        (frame(0, 1, 1, 25, form="IIIQ"), "ended"),
        (frame(0, 1, form="II"), "ended"),
        (frame(0, form="I"), "ended"),
    ],
)
def test_refuses_what_is_no_frame_or_too_large(stream: io.BytesIO, fault: str) -> None:
    with pytest.raises(FrameError, match=fault):
        read_frame(stream, most=100)


def test_limits_all_arrays_together() -> None:
    stream = io.BytesIO()
    write_frame(stream, 0, [np.zeros(20, np.float32)] * 2)
    stream.seek(0)
    with pytest.raises(FrameError, match="too large"):
        read_frame(stream, most=159)
    stream.seek(0)
    assert len(read_frame(stream, most=160)[1]) == 2
