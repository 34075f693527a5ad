"""`python -m tests.fuzz TARGET SECONDS [FOLDER]`: mutate inputs, guided by what of the code they reach.

A find is kept beside the target's corpus, where the tests run it from then on. One that a library dies of, or works at
for seconds, is not to stay there: a test of our own bound takes its place, with a small file and the bound lowered.
Inputs that reach something new go into FOLDER, else nowhere. Needs the extra `fuzz`.
"""

import importlib
import sys
import tempfile
from typing import Any

MEMORY_MB, HANG_S = 2048, 60


def main(name: str, seconds: str, into: str | None = None) -> None:
    """Fuzz one target for so long; libFuzzer prints executions, coverage and finds."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["app", "model", "PIL", "python_multipart", "starlette.formparsers"]):
        from PIL import Image

        from tests.fuzz import targets

        Image.init()  # all formats, which Pillow would import when it first met one, and uninstrumented
    target, kept = targets.TARGETS[name], targets.corpus(name)
    options = [
        f"-max_total_time={seconds}", f"-rss_limit_mb={MEMORY_MB}", f"-timeout={HANG_S}", "-print_final_stats=1",
        f"-artifact_prefix={kept}/find-", "-max_len=65536", "-len_control=20", "-keep_seed=1",
        f"-report_slow_units={HANG_S}",
    ]  # fmt: skip
    atheris.Setup(
        [sys.argv[0], *options, into or tempfile.mkdtemp(), str(kept)], lambda data: targets.run(target, data)
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
