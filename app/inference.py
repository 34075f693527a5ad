"""The async face of the codec: torch in threads of its own, and the requests of many clients in one batch."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from app import schemas
from app.batching import Batcher
from app.encoding import encodings
from app.handover import Brisk
from app.strokes import normalise_strokes
from app.watch import UNWATCHED, Watch
from model.registry import Model

if TYPE_CHECKING:
    from model.codec import Codec, JudgeCodec
    from model.comparison import Comparison

P = ParamSpec("P")
T = TypeVar("T")
Codes = NDArray[np.float32]
Images = NDArray[np.uint8]
PART = 64  # codes, a tile's worth: a larger request is decoded in parts, between which others have their turn
DECODED, MOST_DECODED = 128, 256  # codes a batch: 4 and 7 ms on one core
ENCODED = 16  # digits a batch: four times the time of one
DRAWN = 4096  # pictures that may wait to be packed, each in less than a millisecond
READ = 64  # uploads that may wait, each for up to a second
MEASURED = 1024  # measurements that may wait, each of a tile's worth of images at most: about 30 ms on one core
TWINS = 2  # comparisons at once: a page asks for both its models together, and shows them together
BRISK = Brisk()


class Sketch(NamedTuple):
    """A drawing as a digit (28, 28) uint8, what the judge reads in it (10,), and its μ (d,) and σ (d,), or None."""

    pixels: Images
    probabilities: Codes
    mu: Codes
    sigma: Codes | None


class Inference:
    """Calls of the model package, by threads: one decodes, one reads pictures and encodes, one draws, one measures, two
    compare, and encode what a visitor is drawing.

    So a digit that is encoded, or images that the judge reads, which take ten times as long, hold up no image under a
    finger; and whatever waits in the pool that serves files waits for none of them. All raise Full where too much is
    waiting.
    """

    def __init__(self, waiting_codes: int, waiting_digits: int, watch: Watch = UNWATCHED) -> None:
        """At most so many codes, and digits, wait for each model. To be made in the event loop."""
        self._watch = watch
        self._decoding, self._encoding, self._drawing, self._measuring = (
            ThreadPoolExecutor(1, name) for name in ("decode", "encode", "draw", "measure")
        )
        self._comparing = ThreadPoolExecutor(TWINS, "compare")
        self._waiting_codes, self._waiting_digits = waiting_codes, waiting_digits
        self._decoders: dict[str, Batcher[Codes, Images]] = {}
        self._encoders: dict[str, Batcher[Codes, schemas.EncodingOut]] = {}
        self._comparers: dict[str, Batcher[Callable[[], Any], Any]] = {}
        self._draw = Batcher[Callable[[], Any], Any](
            _call, self._drawing, batch=1, most=1, waiting=DRAWN, seen=watch.batches("draw")
        )
        self._read = Batcher[Callable[[], Any], Any](
            _call, self._encoding, batch=1, most=1, waiting=READ, seen=watch.batches("read")
        )
        self._measure = Batcher[Callable[[], Any], Any](
            _call, self._measuring, batch=1, most=1, waiting=MEASURED, seen=watch.batches("measure")
        )

    async def decode(self, model: Model, z: Codes, client: Hashable) -> Images:
        """Codes (n, d) to images (n, 28, 28) uint8."""
        decoder = self._decoders.get(model.checkpoint.id) or self._add_decoder(model)
        if len(z) <= PART:
            return (await decoder([z], client))[0]
        return np.concatenate(await decoder([z[start : start + PART] for start in range(0, len(z), PART)], client))

    async def encode(
        self, model: Model, judge: JudgeCodec | None, image: Codes, client: Hashable
    ) -> schemas.EncodingOut:
        """All that is said of a digit (28, 28)."""
        encoder = self._encoders.get(model.checkpoint.id) or self._add_encoder(model, judge)
        return (await encoder([image.reshape(1, -1)], client))[0]

    async def compare(
        self, model: Model, judge: JudgeCodec, z: Codes, client: Hashable, pace: schemas.Pace | None = None
    ) -> Comparison:
        """Images of codes (n, d), judged and compared with the first; with a pace they are a walk."""
        comparer = self._comparers.get(model.checkpoint.id) or self._add_comparer(model)
        return cast("Comparison", (await comparer([partial(_compare, model.codec, judge, z, pace)], client))[0])

    async def sketch(self, model: Model, judge: JudgeCodec, strokes: Codes, client: Hashable) -> Sketch:
        """The code of a drawing (n, 3), while it is drawn. Problem bad_drawing."""
        comparer = self._comparers.get(model.checkpoint.id) or self._add_comparer(model)
        return cast(Sketch, (await comparer([partial(_sketch, model.codec, judge, strokes)], client))[0])

    async def draw(self, client: Hashable, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that draws a picture or writes long JSON."""
        return cast(T, (await self._draw([partial(function, *args, **kwargs)], client))[0])

    async def read(self, client: Hashable, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that reads a picture: a photograph may take a second, as long as many digits to encode."""
        return cast(T, (await self._read([partial(function, *args, **kwargs)], client))[0])

    async def measure(self, client: Hashable, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that measures decoded images; of more than a tile's worth, in parts by many calls."""
        return cast(T, (await self._measure([partial(function, *args, **kwargs)], client))[0])

    def waiting(self) -> dict[str, int]:
        """How many codes, digits or calls wait, by what for."""
        return {name: sum(batcher.waiting for batcher in batchers) for name, batchers in self._batchers().items()}

    def close(self) -> None:
        """Cancel what waits, and let the threads end."""
        for batchers in self._batchers().values():
            for batcher in batchers:
                batcher.close()
        for thread in (self._decoding, self._encoding, self._drawing, self._measuring, self._comparing):
            thread.shutdown(wait=False, cancel_futures=True)

    def _batchers(self) -> dict[str, list[Batcher[Any, Any]]]:
        return {
            "decode": [*self._decoders.values()],
            "encode": [*self._encoders.values()],
            "compare": [*self._comparers.values()],
            "draw": [self._draw],
            "read": [self._read],
            "measure": [self._measure],
        }

    def _add_decoder(self, model: Model) -> Batcher[Codes, Images]:
        decoder = Batcher[Codes, Images](
            partial(_decode, model),
            self._decoding,
            batch=DECODED,
            most=MOST_DECODED,
            waiting=self._waiting_codes,
            rows=len,
            seen=self._watch.batches("decode"),
        )
        return self._decoders.setdefault(model.checkpoint.id, decoder)

    def _add_encoder(self, model: Model, judge: JudgeCodec | None) -> Batcher[Codes, schemas.EncodingOut]:
        encoder = Batcher[Codes, schemas.EncodingOut](
            partial(_encode, model, judge),
            self._encoding,
            batch=ENCODED,
            most=ENCODED,
            waiting=self._waiting_digits,
            seen=self._watch.batches("encode"),
        )
        return self._encoders.setdefault(model.checkpoint.id, encoder)

    def _add_comparer(self, model: Model) -> Batcher[Callable[[], Any], Any]:
        comparer = Batcher[Callable[[], Any], Any](
            _call, self._comparing, batch=1, most=1, waiting=MEASURED, seen=self._watch.batches("compare")
        )
        return self._comparers.setdefault(model.checkpoint.id, comparer)


def _decode(model: Model, parts: list[Codes]) -> list[Images]:
    images = model.codec.decode_bytes(np.concatenate(parts))
    ends = np.cumsum([len(part) for part in parts])
    return [images[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]


def _encode(model: Model, judge: JudgeCodec | None, images: list[Codes]) -> list[schemas.EncodingOut]:
    with BRISK:
        return encodings(model, judge, np.concatenate(images))


def _compare(codec: Codec, judge: JudgeCodec, z: Codes, pace: schemas.Pace | None) -> Comparison:
    from model.comparison import compare
    from model.walk import walk

    return walk(codec, judge, z, even=pace == "even") if pace else compare(codec, judge, z)


def _sketch(codec: Codec, judge: JudgeCodec, strokes: Codes) -> Sketch:
    image = normalise_strokes(strokes).pixels.reshape(1, -1)  # (1, 784)
    mu, sigma = codec.encode(image)  # (1, d)
    pixels = np.rint(image[0] * 255).astype(np.uint8)
    return Sketch(pixels, judge.probabilities(image)[0], mu[0], None if sigma is None else sigma[0])


def _call(jobs: list[Callable[[], Any]]) -> list[Any]:
    with BRISK:
        return [job() for job in jobs]
