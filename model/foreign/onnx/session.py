"""A half of a foreign model from ONNX: it computes in a process of its own, which has limits of memory and time."""

import threading
from collections.abc import Sequence
from importlib.util import find_spec

from latent_explorer.model.arrays import Array
from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.child import Child, Died, Limits
from latent_explorer.model.foreign.onnx.graph import Graph
from latent_explorer.model.foreign.onnx.words import EXPORT, MISSING, shown, shown_shape

DEATHS = 3


class OnnxHalf:
    """A `Half` that computes a graph. Threads may share it; their calls follow one another.

    The process starts at the first call and ends with `close`, or when nobody holds the half any more. If it dies, the
    next call starts another; after three deaths in a row the half stays off. So it does once the runtime has refused
    the network, with the same sentence: another process would refuse it again.
    """

    def __init__(self, graph: Graph, limits: Limits | None = None) -> None:
        """Raises HalfError if the graph takes more than one input, or onnxruntime is not installed."""
        if len(graph.inputs) != 1:
            names = ", ".join(shown(port.name) for port in graph.inputs)
            raise HalfError(
                f"the network takes {len(graph.inputs)} inputs ({names}); export it with one, without labels"
            )
        if find_spec("onnxruntime") is None:
            raise HalfError(MISSING)
        self._graph, self._limits = graph, limits or Limits()
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._deaths = 0  # since it last gave an answer
        self._refusal: str | None = None

    def __call__(self, batch: Array) -> tuple[Array, ...]:
        """The outputs, (n, …) float32 each, of a batch (n, …). Raises HalfError."""
        batch = self._shaped(batch)
        with self._lock:
            outputs = self._ask(batch)
        for output in outputs:
            if output.shape[:1] != batch.shape[:1]:
                given = f"an output of shape {shown_shape(output.shape)} for {len(batch)} inputs"
                raise HalfError(f"the network gives {given}; export it with a free batch axis")
        return outputs

    def close(self) -> None:
        """End the process; a later call starts another."""
        with self._lock:
            self._end()

    @property
    def process(self) -> int | None:
        """The number of its process, None where none runs."""
        return self._child.id if self._child else None

    def _shaped(self, batch: Array) -> Array:
        """The batch as the graph takes it, axes of length 1 added or left out. Raises HalfError if it doesn't fit."""
        expected = self._graph.inputs[0].of_one or ()
        given = batch.shape[1:]
        if len(given) != len(expected) and None not in expected and _long(given) == _long(expected):
            batch = batch.reshape(-1, *expected)
        fits = len(batch.shape[1:]) == len(expected) and all(
            wanted in (None, side) for wanted, side in zip(expected, batch.shape[1:], strict=True)
        )
        if not fits or not len(batch):
            what = f"{len(batch)} of shape {shown_shape(given)}"
            raise HalfError(
                f"the network takes inputs of shape {shown_shape(expected)}, and was given {what}; {EXPORT}"
            )
        return batch

    def _ask(self, batch: Array) -> tuple[Array, ...]:
        if self._refusal is not None:
            raise HalfError(self._refusal)
        if self._deaths >= DEATHS:
            raise HalfError(f"the network was stopped {DEATHS} times in a row and stays off; import a smaller one")
        living = None if self._child is None or self._child.ended else self._child
        try:
            self._child = living or self._started()
            outputs = self._child.ask(batch, first=living is None)
        except Died:
            self._deaths += 1
            self._child = None
            raise
        self._deaths = 0
        return outputs

    def _started(self) -> Child:
        """A new process. Raises HalfError, which is kept unless the process died."""
        try:
            return Child(self._graph.data, self._limits)
        except Died:
            raise
        except HalfError as error:
            self._refusal = str(error)
            raise

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


def _long(shape: Sequence[int | None]) -> list[int | None]:
    """The axes that are longer than 1."""
    return [side for side in shape if side != 1]
