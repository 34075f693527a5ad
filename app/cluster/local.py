"""Ray Serve's own command on the file that this package ships, for one machine that nobody else reaches."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

FILE = Path(__file__).with_name("serve.yaml")
RUN = "import sys; from ray.serve.scripts import cli; sys.exit(cli())"
# HAProxy before the pages and gRPC between the processes: seven times as many images as by Ray's own proxy. Each page
# and codec talks to this machine alone, and nobody is told that Ray is used.
ENVIRONMENT = {
    "RAY_SERVE_ENABLE_HA_PROXY": "1",
    "RAY_SERVE_THROUGHPUT_OPTIMIZED": "1",
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_SERVE_DIRECT_INGRESS_MIN_DRAINING_PERIOD_S": "1",  # else Ctrl-C takes half a minute
}


def run(file: Path) -> None:
    """Become `serve run`: Ray is started here, and ends with it. Ends with one sentence where it is not installed."""
    if find_spec("ray") is None:
        sys.exit(
            "Ray is not installed; pip install 'latent-explorer[ray]' brings it, or `latent-explorer serve` needs none"
        )
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    os.execv(sys.executable, [sys.executable, "-c", RUN, "run", str(file)])
