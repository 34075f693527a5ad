"""The process of one foreign network: `python -m latent_explorer.model.foreign.onnx.worker MEMORY THREADS SECONDS`.

ONNX runs no Python, but the runtime that computes it is no sandbox. So the network's bytes are first touched here,
where nothing can be opened any more, neither file nor socket, and where memory and time have limits. It starts in a
tenth of a second, for it imports numpy and onnxruntime, and no torch.

Standard input brings the length of the network (8 bytes), the network, and then frames (frames) with a batch each;
standard output takes the answers, the first of which says whether a session could be made. Its end is the end of the
input: it never outlives the application by more than the time of a call.
"""

import os
import signal
import struct
import sys
from typing import Any, BinaryIO

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.foreign.onnx.frames import Answer, FrameError, read_exactly, read_frame, write_frame

_DTYPES = {"tensor(float)": "float32", "tensor(double)": "float64", "tensor(float16)": "float16"}


def main(arguments: list[str]) -> None:
    """Serve one network until the input ends."""
    memory, threads, seconds = (int(argument) for argument in arguments)
    requests, answers = _pipes()
    import onnxruntime  # noqa: F401, its library is loaded while files can be opened

    close_doors(memory)
    if threads == 1:
        stay_alone()
    try:
        _serve(requests, answers, memory, threads, seconds)
    except (FrameError, OSError):  # the application is gone
        return


def close_doors(memory: int) -> None:
    """Give up for good what a network's arithmetic does not need.

    Files and sockets: none can be opened, and those that are stay. Files' growth, and core dumps. On Linux, memory
    beyond so many bytes of address space, of which macOS has no limit. Windows has none of these: there a network is
    held by the limit of time alone.
    """
    if sys.platform != "win32":
        import resource

        for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
            resource.setrlimit(limit, (0, 0))
        if sys.platform == "linux":
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            least = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
            resource.setrlimit(resource.RLIMIT_AS, (least, least))


def stay_alone() -> None:
    """Start no process and no thread any more; root on Linux still may, and whoever is on Windows."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The streams of requests and answers; what the runtime might print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return sys.stdin.buffer, answers


def _serve(requests: BinaryIO, answers: BinaryIO, memory: int, threads: int, seconds: int) -> None:
    (length,) = struct.unpack("<Q", read_exactly(requests, 8))
    _ring_after(seconds)
    session, answer = _session(read_exactly(requests, length), threads)
    stay_alone()
    write_frame(answers, answer)
    while session is not None:
        _ring_after(0)
        _, (batch,) = read_frame(requests, memory)
        _ring_after(seconds)
        answer, outputs = _compute(session, batch)
        write_frame(answers, answer, outputs)


def _ring_after(seconds: int) -> None:
    """End this process after so many seconds, should the application be gone by then; 0 calls it off.

    The signal ends it in the midst of a computation, with no handler of ours; Windows has no such signal.
    """
    if sys.platform != "win32":
        signal.alarm(seconds)


def _session(network: bytes, threads: int) -> tuple[Any, Answer]:
    """A session, or why there is none.

    Denormal numbers stay as they are: to flush them is an option that holds for the whole process. Threads do not wait
    by spinning, for others need the cores.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    errors = _errors()
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"]), Answer.DONE
    except errors as error:
        return None, _why(error, Answer.UNSUITABLE)


def _compute(session: Any, batch: Array) -> tuple[Answer, list[Array]]:
    entry, errors = session.get_inputs()[0], _errors()
    try:
        outputs = session.run(None, {entry.name: batch.astype(_DTYPES[entry.type], copy=False)})
    except errors as error:
        return _why(error, Answer.NOT_COMPUTED), []
    return Answer.DONE, [output.astype(np.float32, copy=False) for output in outputs]


def _errors() -> tuple[type[Exception], ...]:
    """What onnxruntime raises; its own have no class in common."""
    from onnxruntime.capi import onnxruntime_pybind11_state as raised

    names = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NotImplemented", "RuntimeException")
    return (MemoryError, RuntimeError, *(getattr(raised, name) for name in names))


def _why(error: Exception, otherwise: Answer) -> Answer:
    full = isinstance(error, MemoryError) or "bad_alloc" in str(error) or "llocate memory" in str(error)
    return Answer.MEMORY if full else otherwise


if __name__ == "__main__":
    main(sys.argv[1:])
