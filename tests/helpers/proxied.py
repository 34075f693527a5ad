"""Several servers behind the proxy of app/deploy/nginx.conf: real processes, and a real nginx in the foreground."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.bench.servers import SERVE, Server, free_port, running, wait_for
from tests.helpers.metrics import figures
from tests.helpers.paths import ROOT

PATIENCE_S = 20.0
SITE = ROOT / "app" / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="needs nginx (Debian: apt-get install nginx-light)")


def site(folder: Path, port: int, upstreams: list[int], root: str) -> str:
    """The shipped site under a root, without its certificates, which are nobody's, and at unprivileged ports."""
    text = re.sub(r"^ *ssl_.*\n|^ *listen \[.*\n", "", SITE.read_text("utf-8"), flags=re.MULTILINE)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = re.sub(r"^ *# server .*\n", "", text, flags=re.MULTILINE)
    (server,) = re.findall(r"^ *server 127.0.0.1:8000.*\n", text, re.MULTILINE)
    text = text.replace(server, "".join(server.replace("8000", str(upstream)) for upstream in upstreams))
    return text.replace("/var/cache/nginx", str(folder)).replace("/explorer", root)


def configuration(folder: Path, site: str) -> str:
    """All that nginx is told, so that it leaves nothing outside a folder, and runs in the foreground."""
    user = "user root;" if os.geteuid() == 0 else ""  # its workers' own could not read the folder
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)
    head = f"{user} daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log; events {{}}"
    return f"{head} http {{ access_log off; {temporary}\n{site}\n}}"


@dataclass
class Proxied:
    """Servers by number, and the address of the proxy before them."""

    address: str
    ports: list[int]
    settings: dict[str, str]
    servers: dict[int, Server] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)

    def start(self, number: int) -> None:
        """Start a server, and wait until it is ready."""
        port = self.ports[number]
        command = ("-c", SERVE, "serve", "--port", str(port))
        server = running(None, port, "/readyz", *command, env={**os.environ, **self.settings})
        self.servers[number] = self._stack.enter_context(server)

    def kill(self, number: int) -> None:
        """SIGKILL: it has no time to say anything."""
        process = self.servers.pop(number).process
        process.kill()
        process.wait()

    def holder(self) -> int:
        """Which server holds the one live socket that there is, once those that were closed are gone."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            held = [number for number in self.servers for _ in range(int(self.figure(number, "live_connections")))]
            if len(held) == 1:
                return held[0]
            time.sleep(0.05)
        raise TimeoutError(f"live sockets of servers: {held}")

    def heal(self) -> None:
        """Start again whatever was killed."""
        for number in set(range(len(self.ports))) - self.servers.keys():
            self.start(number)

    def kill_holder(self) -> None:
        """Kill the one server that has a live socket."""
        self.kill(self.holder())

    def figure(self, number: int, *sample: str) -> float:
        """A sample of a server's metrics, by its name and the values of its labels."""
        return figures(httpx2.get(f"{self.servers[number].address}/metrics").text).get(sample, 0)


@contextmanager
def proxied(folder: Path, servers: int = 2, root: str = "", **settings: str) -> Iterator[Proxied]:
    """Servers with some settings behind nginx until the block ends. `root`: the path that nginx takes off."""
    settings |= {"LATENT_ROOT_PATH": root, "LATENT_TRUSTED_PROXIES": '["127.0.0.1"]', "LATENT_METRICS": "true"}
    port, *ports = (free_port() for _ in range(1 + servers))
    (folder / "nginx.conf").write_text(configuration(folder, site(folder, port, ports, root)))
    with ExitStack() as stack:
        made = Proxied(f"http://127.0.0.1:{port}{root}", ports, settings, _stack=stack)
        for number in range(servers):
            made.start(number)
        nginx = subprocess.Popen([str(NGINX), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")])
        stack.callback(nginx.wait, 20)
        stack.callback(nginx.terminate)
        wait_for(f"{made.address}/healthz")
        yield made
