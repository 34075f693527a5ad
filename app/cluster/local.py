"""Run Ray Serve on this machine, and announce when the page can be used."""

import http.client
import os
import socket
import sys
import tempfile
import time
import urllib.request
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

from latent_explorer.app.settings import settings_or_exit, unknown_settings

FILE = Path(__file__).with_name("serve.yaml")
# HAProxy in front of the pages and gRPC between processes: eight times as many images as with Ray's own proxy. Ray
# stays on this machine, and reports no usage.
ENVIRONMENT = {
    "RAY_SERVE_ENABLE_HA_PROXY": "1",
    "RAY_SERVE_THROUGHPUT_OPTIMIZED": "1",
    "RAY_SERVE_DIRECT_INGRESS_MIN_DRAINING_PERIOD_S": "1",  # else Ctrl-C takes half a minute
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
}
STATISTICS = ("RAY_SERVE_HAPROXY_METRICS_PORT", "RAY_SERVE_HAPROXY_STATS_PORT")  # each on any free port
EVERYWHERE = ("0.0.0.0", "localhost")
PAUSE_S = 0.5
# Bypasses any proxy that the environment names: it can't reach this machine's own addresses.
HERE = urllib.request.build_opener(urllib.request.ProxyHandler({}))
Deployment = dict[str, Any]


def run(file: Path, host: str | None, port: int | None) -> None:
    """`serve run` until interrupted: Ray is started here, and ends with it.

    `host` and `port` override the file's. Exits with a one-sentence message if Ray is missing, a setting or the file is
    unusable, or the port is taken.
    """
    if find_spec("ray") is None:
        sys.exit("Ray is not installed: in a clone, pip install '.[ray]' brings it; `latent-explorer serve` needs none")
    settings_or_exit()
    for sentence in unknown_settings():
        print(sentence, file=sys.stderr)
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    wanted = read(file)
    options = wanted["http_options"] = {"host": "127.0.0.1", "port": 8000} | (wanted.get("http_options") or {})
    options |= {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    _take(options["host"], options["port"])
    for name in STATISTICS:
        os.environ.setdefault(name, str(_take("127.0.0.1", 0)))
    reached = "127.0.0.1" if options["host"] in EVERYWHERE else options["host"]
    Thread(target=_tell, args=(f"http://{reached}:{options['port']}",), daemon=True).start()
    print("Ray starts; in about half a minute the page can be used.", file=sys.stderr, flush=True)
    _serve(wanted)


def read(file: Path) -> Deployment:
    """The deployment that a file describes. Exits with a one-sentence message if Ray can't deploy it."""
    yaml, schema = import_module("yaml"), import_module("ray.serve.schema")
    try:
        wanted: Deployment = yaml.safe_load(file.read_text("utf-8"))
        schema.ServeDeploySchema.model_validate(wanted)
    except (yaml.YAMLError, ValueError) as error:
        sys.exit(f"{file} can't be deployed: {error}")
    return wanted


def _serve(wanted: Deployment) -> None:
    cli: Any = import_module("ray.serve.scripts").cli
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "serve.yaml"
        file.write_text(import_module("yaml").safe_dump(wanted), "utf-8")
        cli(["run", str(file)])


def _take(host: str, port: int) -> int:
    """Check that a port (0: any) can be listened on, and return it: Ray would fail late, and at length."""
    try:
        with socket.create_server((host, port)) as listener:
            return int(listener.getsockname()[1])
    except OSError as error:
        sys.exit(f"can't listen on {host}:{port} ({error.strerror}); choose another with --port")


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
