"""A network's own process, as the application sees it: started, asked, and ended when its time is up."""

import os
import struct
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from latent_explorer.model.arrays import Array
from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.frames import Answer, FrameError, read_frame, write_frame

WORKER = "latent_explorer.model.foreign.onnx.worker"
GRACE = 2  # seconds after which the process ends itself, should nobody have ended it
# Where Python finds its packages, and what Windows needs to start anything; no key, token or path of the user's.
ENVIRONMENT = (
    *("PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("SYSTEMROOT", "APPDATA"),
)


@dataclass(frozen=True)
class Limits:
    """What one half of a foreign model may use.

    `memory` is bytes of address space, on Linux; `call` and `first` are seconds, the first call starting the process
    and making the session; `output`, bytes of an answer; `threads`, of one call.
    """

    memory: int = 2 * 2**30
    call: float = 20.0
    first: float = 30.0
    output: int = 2**29
    threads: int = 1


class Died(HalfError):
    """The process is gone: ended by us, by the system, or by itself."""


class Child:
    """One process with one network. Not safe for threads; `end` is."""

    def __init__(self, network: bytes, limits: Limits) -> None:
        """Start it and wait for its session. Raises HalfError: Died where the process did not survive that."""
        self._limits = limits
        self._process = _started(limits)
        assert self._process.stdin is not None and self._process.stdout is not None  # both are pipes
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._end = weakref.finalize(self, _end, self._process)
        with self._in_time(limits.first):
            self._stdin.write(struct.pack("<Q", len(network)))
            self._stdin.write(network)
            self._stdin.flush()
            answer, _ = read_frame(self._stdout, most=0)
        if answer != Answer.DONE:
            self.end()
            raise HalfError(refusal(answer, limits))

    def ask(self, batch: Array, first: bool = False) -> tuple[Array, ...]:
        """The network's outputs for a batch. Raises HalfError: Died where the process did not survive it."""
        with self._in_time(self._limits.first if first else self._limits.call):
            write_frame(self._stdin, 0, [batch])
            answer, outputs = read_frame(self._stdout, self._limits.output)
        if answer != Answer.DONE:
            raise HalfError(refusal(answer, self._limits))
        return outputs

    def end(self) -> None:
        """End the process at once."""
        self._end()

    @property
    def ended(self) -> bool:
        """Whether it was ended, as after a call that did not come to its end."""
        return not self._end.alive

    @property
    def id(self) -> int:
        """The process's number."""
        return self._process.pid

    @contextmanager
    def _in_time(self, seconds: float) -> Iterator[None]:
        """End the process if the block takes longer, or is left by any error, a keyboard's included.

        What was read or written by then is no whole frame, so nobody could talk with it any more.
        """
        late, process = threading.Event(), self._process

        def stop() -> None:  # holds the process alone, for its thread may outlast the block by a moment
            late.set()
            process.kill()

        clock = threading.Timer(seconds, stop)
        clock.daemon = True
        clock.start()
        whole = False
        try:
            yield
            whole = True
        except (FrameError, OSError) as error:
            raise Died(_death(late.is_set(), seconds, self._limits)) from error
        finally:
            clock.cancel()
            if not whole:
                self.end()


def refusal(answer: int, limits: Limits) -> str:
    """What an answer other than DONE means, in a sentence."""
    if answer == Answer.MEMORY:
        allowed = f"more than the {limits.memory / 2**30:.2g} GiB of memory that it may have"
        return f"the network needs {allowed}; use a smaller network, or give it fewer images at once"
    if answer == Answer.UNSUITABLE:
        return "onnxruntime can't run this network; export it with opset 20, as latent_explorer.export_onnx does"
    return "the network can't compute what it was given; export it anew, as latent_explorer.export_onnx does"


def _death(late: bool, seconds: float, limits: Limits) -> str:
    if late:
        return f"the network gave no answer within {seconds:g} seconds and was stopped; use a smaller network"
    memory = f"{limits.memory / 2**30:.2g} GiB of memory"
    return f"the network's process ended without an answer, as when {memory} do not suffice; use a smaller network"


def _started(limits: Limits) -> subprocess.Popen[bytes]:
    seconds = int(max(limits.call, limits.first)) + GRACE
    command = [sys.executable, "-P", "-m", WORKER, *map(str, (limits.memory, limits.threads, seconds))]
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment)
    except OSError as error:
        raise Died("no process could be started for the network; end some other programs and try again") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what was still to be written has no reader any more
            pipe.close()  # type: ignore[union-attr]
