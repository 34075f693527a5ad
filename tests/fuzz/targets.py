"""What is fuzzed: each target takes bytes as a stranger would send them, and raises where a promise is broken.

A target may end in its own kind of refusal and in nothing else; what comes out of it is checked; and it may take only
so much of a processor's time. The same inputs give the same results, in the fuzzer and in the tests.
"""

import asyncio
import json
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from starlette.exceptions import HTTPException
from starlette.requests import Request

from latent_explorer.app.errors import STATUS, Problem
from latent_explorer.app.http.i18n import catalogue
from latent_explorer.app.images.reading import normalise
from latent_explorer.app.images.strokes import MAX_POINTS, POINT, normalise_strokes
from latent_explorer.app.images.upload_cache import Pictures
from latent_explorer.app.routes.digit_body import read_body
from latent_explorer.app.routes.live_frames import DRAWN, FrameError, parse_address, parse_frame
from latent_explorer.model.code_cloud import CODES, read_code_cloud, write_code_cloud
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import ModelConfig, TrainConfig
from latent_explorer.model.datasets.sample import mnist_sample
from latent_explorer.model.networks.build import build
from latent_explorer.model.registry import LoadedSet
from latent_explorer.model.statistics.percentiles import ReferenceQuantiles
from latent_explorer.model.store.checkpoint import CONFIG, METRICS, SEEDS, WEIGHTS, CheckpointError, load, save

PROCESSOR_S = 2.0  # of one input; on a machine that others share the clock would tell nothing
KINDS = ("application/json", "multipart/form-data; boundary=x", "text/plain", "multipart/form-data")
FILES = (CONFIG, WEIGHTS, METRICS, SEEDS, CODES)
TINY = ModelConfig(
    "vae", encoder_channels=(4, 8), encoder_width=8, fourier_features=2, decoder_width=8, decoder_blocks=1
)


def uploads(data: bytes) -> None:
    """A picture file."""
    try:
        found = normalise(data)
    except Problem as problem:
        _check_problem(problem)
        return
    _check_digit(found.pixels)
    assert 0 <= found.chosen < len(found.digits)


def bodies(data: bytes) -> None:
    """A request's body; its first byte chooses the content type."""
    kind = KINDS[data[0] % len(KINDS)] if data else KINDS[0]
    messages = iter([{"type": "http.request", "body": data[1:], "more_body": False}])

    async def receive() -> Any:
        return next(messages, None) or await asyncio.Future()

    scope = {
        "type": "http", "method": "POST", "path": "/", "query_string": b"", "app": None,
        "headers": [(b"content-type", kind.encode())],
    }  # fmt: skip
    services: Any = SimpleNamespace(pictures=Pictures(10_000_000))
    try:
        given = _runner().run(read_body(Request(scope, receive), services))
        digit = given.read(LoadedSet(mnist_sample()))
    except Problem as problem:
        _check_problem(problem)
    except HTTPException as refusal:
        assert refusal.status_code == 400
    else:
        _check_digit(digit.pixels, stretched=False)


def frames(data: bytes) -> None:
    """A message of the live socket."""
    try:
        address = parse_address(data, 2)
        columns, limit = (POINT, MAX_POINTS) if address.kind == DRAWN else (2, 256)
        seq, rows = parse_frame(data[4:], columns, limit)
        assert 0 <= seq < 2**32 and rows.shape[1] == columns and 1 <= len(rows) <= limit
        assert np.isfinite(rows).all()
        if address.kind == DRAWN:
            _check_digit(normalise_strokes(rows.copy()).pixels)
    except FrameError as error:
        assert error.key in catalogue("en") and catalogue("en")[error.key].format(**error.values)
    except Problem as problem:
        _check_problem(problem)


def checkpoints(data: bytes) -> None:
    """A file of a checkpoint's folder; its first byte chooses which."""
    if not data:
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "tiny"
        shutil.copytree(_tiny(), folder)
        (folder / FILES[data[0] % len(FILES)]).write_bytes(data[1:])
        try:
            checkpoint = load(folder)
            cloud = read_code_cloud(folder, checkpoint, mnist_sample())
        except CheckpointError as error:
            assert str(folder) in str(error) and "\n" not in str(error)
            return
        assert cloud is None or np.isfinite(cloud[0]).all()
        json.dumps([checkpoint.metrics, checkpoint.seeds], allow_nan=False)
        if "quantiles" in (test := checkpoint.metrics.get("test", {})):
            standing = ReferenceQuantiles(test["images"], test["quantiles"])
            assert all(0 <= (standing.percentile(name, 1.0) or 0) <= 100 for name in test["quantiles"])
        if checkpoint.model.kind != "judge":
            decoded = Codec(checkpoint).decode(np.zeros((1, checkpoint.model.latent_dim), np.float32))
            assert np.isfinite(decoded).all()


TARGETS: dict[str, Callable[[bytes], None]] = {f.__name__: f for f in (uploads, bodies, frames, checkpoints)}


def run(target: Callable[[bytes], None], data: bytes) -> None:
    """Call a target as it is to be called: what Pillow warns of is no fault, what numpy warns of is."""
    began = time.thread_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", RuntimeWarning)
        target(data)
    spent = time.thread_time() - began
    assert spent < PROCESSOR_S, f"{spent:.1f} s"


def corpus(name: str) -> Path:
    """The folder of a target's kept inputs: seeds of each kind, some that reached something new, and finds."""
    return Path(__file__).parent / "corpus" / name


def _check_problem(problem: Problem) -> None:
    assert problem.code in STATUS and problem.code != "internal"
    for language in ("en", "vi"):
        assert catalogue(language)[f"error.{problem.code}"].format(**problem.values)


def _check_digit(pixels: Any, stretched: bool = True) -> None:
    assert pixels.shape == (28, 28) and pixels.dtype == np.float32
    assert pixels.min() >= 0 and pixels.max() <= 1  # NaN is neither
    assert not stretched or pixels.max() > 0.99


@cache
def _runner() -> Any:
    return asyncio.Runner()


@cache
def _tiny() -> Path:
    torch.manual_seed(0)
    folder = Path(tempfile.mkdtemp()) / "tiny"
    save(folder, build(TINY), TINY, TrainConfig())
    write_code_cloud(folder, load(folder))
    (folder / METRICS).write_text('{"test": {"images": 10, "kl": 1.5}}')
    return folder
