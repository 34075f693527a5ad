"""Networks in processes of their own: what they compute, what they may use, and how each limit ends in a sentence."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from latent_explorer.model.arrays import Array
from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx import child, session
from latent_explorer.model.foreign.onnx.child import Limits
from latent_explorer.model.foreign.onnx.graph import Graph, read_graph
from latent_explorer.model.foreign.onnx.halves import onnx_halves
from latent_explorer.model.foreign.onnx.session import OnnxHalf
from tests.helpers.onnx_graphs import LATENTS, PIXELS, data, decoder, model, node, normal, one
from tests.helpers.paths import ROOT

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of address space, and /proc, are Linux's")
SIDE = 300
CODES = np.ones((3, LATENTS), np.float32)


def long_graph(products: int = 30) -> Graph:
    """So many products of matrices: for a hundred inputs, seconds of honest work."""
    names = ["x", *(f"h{place}" for place in range(1, products)), "y"]
    nodes = [node("MatMul", f"{before} x", after) for before, after in pairwise(names)]
    return read_graph(data(model(nodes, {"x": ["n", SIDE, SIDE]}, {"y": ["n", SIDE, SIDE]})))


QUICK, LONG = (np.zeros((count, SIDE, SIDE), np.float32) for count in (1, 300))


def wide_graph(numbers: int = 100_000_000) -> Graph:
    """As many numbers on the way, from twelve, for each input."""
    nodes = [
        node("ReduceMean", "x", "m", keepdims=1),
        node("Expand", "m a", "wide"),
        node("Expand", "wide b", "wider"),
        node("ReduceSum", "wider", "y", keepdims=0),
        node("Add", "x y", "z"),
    ]
    shapes = {"a": np.array([1, 1000]), "b": np.array([numbers // 1000, 1000])}
    return read_graph(data(model(nodes, {"x": ["n", PIXELS]}, {"z": ["n", PIXELS]}, shapes)))


@pytest.fixture
def other() -> Iterator[OnnxHalf]:
    """Another model, which works before and after whatever happens to the one under test."""
    half = OnnxHalf(read_graph(data(decoder())))
    before = half(CODES)[0]
    process = half.process
    yield half
    np.testing.assert_array_equal(half(CODES)[0], before)
    assert half.process == process
    half.close()


def test_computes_what_torch_does() -> None:
    made = decoder()
    w1, b1, w2, b2 = (
        torch.tensor(np.frombuffer(t.raw_data, "f4").reshape(tuple(t.dims))) for t in made.graph.initializer
    )
    half = OnnxHalf(read_graph(data(made)))
    for count in (1, 7, 64):
        z = normal(count, LATENTS)
        wanted = ((torch.from_numpy(z) @ w1 + b1).relu() @ w2 + b2).sigmoid()
        (mine,) = half(z)
        assert mine.dtype == np.float32
        np.testing.assert_allclose(mine, wanted.numpy(), atol=1e-6)


def test_gives_outputs_in_order() -> None:
    nodes = [node("Neg", "x", "b"), node("Abs", "x", "a")]
    graph = read_graph(data(model(nodes, {"x": ["n", 3]}, {"a": ["n", 3], "b": ["n", 3]})))
    x = normal(2, 3)
    a, b = OnnxHalf(graph)(x)
    np.testing.assert_array_equal(a, abs(x))
    np.testing.assert_array_equal(b, -x)


@pytest.mark.parametrize("kind", [10, 11])  # float16, float64
def test_takes_and_gives_float32_whatever_the_network_does(kind: int) -> None:
    graph = read_graph(data(model([node("Neg", "x", "y")], {"x": ["n", 3]}, {"y": ["n", 3]}, kind=kind)))
    (y,) = OnnxHalf(graph)(np.ones((2, 3), np.float32))
    assert y.dtype == np.float32 and (y == -1).all()


def test_computes_the_same_with_more_threads() -> None:
    graph = read_graph(data(decoder()))
    z = normal(64, LATENTS)
    np.testing.assert_allclose(OnnxHalf(graph, Limits(threads=2))(z)[0], OnnxHalf(graph)(z)[0], atol=1e-6)


def test_halves_say_their_sizes() -> None:
    encoder = model(
        [node("MatMul", "x w", "mu")], {"x": ["n", PIXELS]}, {"mu": ["n", LATENTS]}, {"w": normal(PIXELS, LATENTS)}
    )
    halves = onnx_halves(data(encoder), data(decoder()))
    assert halves.latent_dim == LATENTS and halves.input_shape == (PIXELS,)
    assert halves.parameters == PIXELS * LATENTS + LATENTS * 8 + 8 + 8 * PIXELS + PIXELS
    (mu,) = halves.encode(np.ones((2, PIXELS), np.float32))
    assert halves.decode(mu)[0].shape == (2, PIXELS)


def test_adds_axes_of_length_one() -> None:
    nodes = [node("Flatten", "z", "f"), node("Relu", "f", "y")]
    half = OnnxHalf(read_graph(data(model(nodes, {"z": ["n", 3, 1, 1]}, {"y": ["n", 3]}))))
    x = normal(2, 3)
    np.testing.assert_array_equal(half(x)[0], x.clip(0))


@pytest.mark.parametrize("shape", [(3, LATENTS + 1), (LATENTS,), (0, LATENTS), (2, 2, 2), (2, LATENTS, 2)])
def test_says_what_shape_it_takes(shape: tuple[int, ...]) -> None:
    half = OnnxHalf(read_graph(data(decoder())))
    with pytest.raises(HalfError, match=f"takes inputs of shape {LATENTS}, and was given"):
        half(np.zeros(shape, np.float32))
    assert half.process is None


def test_wants_one_input() -> None:
    two = read_graph(data(model([node("Add", "x c", "y")], {"x": ["n", 3], "c": ["n", 3]}, {"y": ["n", 3]})))
    with pytest.raises(HalfError, match=r"takes 2 inputs \(x, c\); export it with one, without labels"):
        OnnxHalf(two)


def test_says_which_extra_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = read_graph(data(decoder()))
    monkeypatch.setattr(session, "find_spec", lambda name: None)
    with pytest.raises(HalfError, match=r"needs the extra onnx: in a clone, pip install '\.\[onnx\]' brings it"):
        OnnxHalf(graph)


def test_says_that_the_batch_is_fixed_inside() -> None:
    half = OnnxHalf(read_graph(data(one("Reshape", "x s", {"s": np.array([1, -1])}))))
    with pytest.raises(HalfError, match=f"gives an output of shape 1×{2 * PIXELS} for 2 inputs; export it with a free"):
        half(np.ones((2, PIXELS), np.float32))


def test_says_that_the_runtime_can_not_run_it(other: OnnxHalf) -> None:
    half = OnnxHalf(read_graph(data(one("MatMul", "x w", {"w": normal(PIXELS + 1, 3)}))))
    with pytest.raises(HalfError, match="onnxruntime can't run this network; export it with opset 20"):
        half(np.ones((2, PIXELS), np.float32))


def test_says_that_it_can_not_compute_an_input_and_goes_on(other: OnnxHalf) -> None:
    """A reshape that suits batches of even size."""
    nodes = [node("Reshape", "x s", "r"), node("Reshape", "r t", "y")]
    shapes = {"s": np.array([-1, 2, PIXELS]), "t": np.array([-1, PIXELS])}
    half = OnnxHalf(read_graph(data(model(nodes, {"x": ["n", PIXELS]}, {"y": ["n", PIXELS]}, shapes))))
    even, odd = np.ones((2, PIXELS), np.float32), np.ones((3, PIXELS), np.float32)
    half(even)
    process = half.process
    with pytest.raises(HalfError) as raised:
        half(odd)
    assert str(raised.value).startswith("the network can't compute what it was given") and "/" not in str(raised.value)
    assert half(even)[0].shape == even.shape and half.process == process


def test_ends_a_call_that_takes_too_long(other: OnnxHalf) -> None:
    half = OnnxHalf(long_graph(), Limits(call=0.2))
    half(QUICK)
    began = time.monotonic()
    with pytest.raises(HalfError, match=r"gave no answer within 0\.2 seconds and was stopped; use a smaller network"):
        half(LONG)
    assert time.monotonic() - began < 1 and half.process is None
    assert half(QUICK)[0].shape == QUICK.shape


def test_the_first_call_has_its_own_limit(other: OnnxHalf) -> None:
    half = OnnxHalf(long_graph(), Limits(call=30, first=0.02))
    with pytest.raises(HalfError, match=r"no answer within 0\.02 seconds"):
        half(QUICK)


@linux
def test_ends_at_its_limit_of_memory_and_goes_on(other: OnnxHalf) -> None:
    half = OnnxHalf(wide_graph(), Limits(memory=500_000_000))
    with pytest.raises(HalfError, match=r"more than the 0\.47 GiB of memory"):
        half(np.ones((1, PIXELS), np.float32))
    with pytest.raises(HalfError, match="memory"):
        half(np.ones((1, PIXELS), np.float32))
    roomy = OnnxHalf(wide_graph(), Limits(memory=2 * 2**30))
    assert roomy(np.ones((1, PIXELS), np.float32))[0].shape == (1, PIXELS)


@linux
def test_says_that_no_session_fits_into_its_memory(other: OnnxHalf) -> None:
    with pytest.raises(HalfError, match="memory"):
        OnnxHalf(read_graph(data(decoder())), Limits(memory=2**20))(CODES)


def test_takes_no_answer_that_is_too_large(other: OnnxHalf) -> None:
    half = OnnxHalf(read_graph(data(decoder())), Limits(output=4 * PIXELS * 3 - 1))
    with pytest.raises(HalfError, match="ended without an answer"):
        half(CODES)
    assert half.process is None


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that are started from now on, by their numbers; one whose session is refused is a 0."""
    processes: list[int] = []

    class Counted(child.Child):
        def __init__(self, network: bytes, limits: Limits) -> None:
            processes.append(0)
            super().__init__(network, limits)
            processes[-1] = self.id

    monkeypatch.setattr(session, "Child", Counted)
    return processes


def test_starts_anew_after_three_deaths_in_a_row_no_more(other: OnnxHalf, monkeypatch: pytest.MonkeyPatch) -> None:
    processes = counted(monkeypatch)
    half = OnnxHalf(read_graph(data(decoder())), Limits(output=4 * PIXELS * 3 - 1))
    for _ in range(3):
        with pytest.raises(HalfError, match="ended without an answer"):
            half(CODES)
    assert len(set(processes)) == 3 and half.process is None
    for _ in range(2):
        with pytest.raises(HalfError, match="was stopped 3 times in a row and stays off; import a smaller one"):
            half(CODES)
    assert len(processes) == 3 and half.process is None


def test_deaths_are_forgotten_after_an_answer(other: OnnxHalf) -> None:
    half = OnnxHalf(read_graph(data(decoder())))
    for _ in range(session.DEATHS + 1):
        half(CODES)
        assert half.process is not None
        os.kill(half.process, signal.SIGKILL)
        with pytest.raises(HalfError, match="ended without an answer"):
            half(CODES)
    assert half(CODES)[0].shape == (3, PIXELS)


def test_a_refused_network_is_refused_again_without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    processes = counted(monkeypatch)
    half = OnnxHalf(read_graph(data(one("MatMul", "x w", {"w": normal(PIXELS + 1, 3)}))))
    for _ in range(5):
        with pytest.raises(HalfError, match="onnxruntime can't run this network"):
            half(np.ones((2, PIXELS), np.float32))
    assert len(processes) == 1


def test_closing_ends_the_process_and_a_call_starts_another() -> None:
    half = OnnxHalf(read_graph(data(decoder())))
    half(CODES)
    first = half.process
    assert first is not None
    half.close()
    half.close()
    assert half.process is None and not alive(first)
    half(CODES)
    assert half.process not in (None, first)
    second = half.process
    assert second is not None
    del half
    assert not alive(second)


def test_calls_of_several_threads_follow_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    class Slow:
        ended = False

        def __init__(self, network: bytes, limits: Limits) -> None:
            calls.append("start")

        def ask(self, batch: Array, first: bool) -> tuple[Array, ...]:
            calls.append("begin")
            time.sleep(0.02)
            calls.append("end")
            return (batch,)

    monkeypatch.setattr(session, "Child", Slow)
    half = OnnxHalf(read_graph(data(decoder())))
    threads = [threading.Thread(target=half, args=(CODES,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == ["start", *["begin", "end"] * 4]


def test_an_interrupted_call_leaves_no_answer_for_the_next() -> None:
    """As of Ctrl-C in a notebook: the answer to the one would be taken for that of the other."""
    half = OnnxHalf(long_graph())
    half(QUICK)
    first = half.process
    assert first is not None
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        half(LONG)
    assert not alive(first)
    assert half(QUICK)[0].shape == QUICK.shape


def test_denormal_numbers_stay_as_they_are() -> None:
    """A session that flushes them does so for the process; there, and here, 1e-40 is not 0."""
    graph = read_graph(data(one("Mul", "x w", {"w": np.full(PIXELS, 1e-10, np.float32)})))
    (y,) = OnnxHalf(graph)(np.full((1, PIXELS), 1e-30, np.float32))
    assert (y > 0).all()
    assert np.float32(1e-30) * np.float32(1e-10) > 0
    assert (torch.full((64,), 1e-30) * torch.full((64,), 1e-10) > 0).all()


@linux
def test_the_process_has_nothing_that_it_does_not_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "a-secret")
    half = OnnxHalf(read_graph(data(decoder())))
    half(CODES)
    about = Path(f"/proc/{half.process}")
    assert b"a-secret" not in (about / "environ").read_bytes()
    limits = {line[:26].strip(): line[26:].split()[:2] for line in (about / "limits").read_text().splitlines()}
    for name in ("Max open files", "Max file size", "Max core file size", "Max processes"):
        assert limits[name] == ["0", "0"], name
    assert limits["Max address space"] == [str(2 * 2**30)] * 2
    assert "torch" not in (about / "maps").read_text()
    assert len(list((about / "fd").iterdir())) < 8


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_nothing_can_be_opened_once_the_doors_are_closed() -> None:
    script = """
import socket
from latent_explorer.model.foreign.onnx.worker import close_doors
close_doors(2**31)
for what in (lambda: open("/dev/null"), socket.socket):
    try:
        what()
    except OSError as error:
        print(type(error).__name__, error.errno)
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert found.stdout.splitlines() == ["OSError 24", "OSError 24"]


@linux
@pytest.mark.parametrize("count", [1, pytest.param(200, marks=pytest.mark.slow)])
def test_the_process_does_not_outlive_the_application(tmp_path: Path, count: int) -> None:
    """Where that ends between calls, or in the midst of one."""
    (tmp_path / "long.onnx").write_bytes(long_graph(100).data)
    script = f"""
import os, threading, time
from pathlib import Path
import numpy as np
from latent_explorer.model.foreign.onnx.child import Limits
from latent_explorer.model.foreign.onnx.graph import read_graph_file
from latent_explorer.model.foreign.onnx.session import OnnxHalf
half = OnnxHalf(read_graph_file(Path("long.onnx")), Limits(call=1, first=1))
half(np.zeros((1, {SIDE}, {SIDE}), np.float32))
threading.Thread(target=lambda: half(np.zeros(({count}, {SIDE}, {SIDE}), np.float32)), daemon=True).start()
time.sleep(0.8)
print(half.process, flush=True)
os._exit(0)
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True)
    process, began = int(found.stdout), time.monotonic()
    while alive(process):
        assert time.monotonic() - began < 8
        time.sleep(0.05)


def alive(process: int) -> bool:
    """Whether it runs; one that has ended and waits for its parent to see it does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rsplit(")")[-1].split()[0] == "Z")
