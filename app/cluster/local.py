"""Ray Serve's own command, for one machine, and a word once the page can be used."""

import http.client
import os
import sys
import time
import urllib.request
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

FILE = Path(__file__).with_name("serve.yaml")
# HAProxy before the pages, and gRPC between processes: eight times as many images as by Ray's own proxy. Ray stays on
# this machine, and nobody is told that it is used.
ENVIRONMENT = {
    "RAY_SERVE_ENABLE_HA_PROXY": "1",
    "RAY_SERVE_THROUGHPUT_OPTIMIZED": "1",
    "RAY_SERVE_DIRECT_INGRESS_MIN_DRAINING_PERIOD_S": "1",  # else Ctrl-C takes half a minute
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
}
PAUSE_S = 0.5
# Past a proxy that the environment names: it knows nothing of this machine's own addresses.
HERE = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def run(file: Path) -> None:
    """`serve run`, until interrupted: Ray is started here, and ends with it. Ends with one sentence without Ray."""
    if find_spec("ray") is None:
        sys.exit(
            "Ray is not installed: pip install 'latent-explorer[ray]' brings it; `latent-explorer serve` needs none"
        )
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    Thread(target=_tell, args=(address_of(file),), daemon=True).start()
    serve: Any = import_module("ray.serve.scripts").cli
    serve(["run", str(file)])


def address_of(file: Path) -> str:
    """Where a file's pages will be, from this machine."""
    options = import_module("yaml").safe_load(file.read_text("utf-8")).get("http_options") or {}
    return f"http://127.0.0.1:{options.get('port', 8000)}{options.get('root_path', '')}"


def _tell(address: str) -> None:
    while not _ready(address):
        time.sleep(PAUSE_S)
    print(f"Latent Explorer is ready: {address}", file=sys.stderr, flush=True)


def _ready(address: str) -> bool:
    try:
        with HERE.open(f"{address}/readyz", timeout=5):
            return True
    except (OSError, http.client.HTTPException):
        return False
