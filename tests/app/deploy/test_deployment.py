"""The proxy's site and the systemd unit of app/deploy, and the settings that the documents name."""

import re
import shutil
import subprocess
from pathlib import Path

import httpx2
import pytest

from latent_explorer.app.routes.encode import EXAMPLE_DIGIT
from latent_explorer.app.settings import Settings
from tests.helpers.paths import DOCS, README
from tests.helpers.proxied import SITE, needs_nginx, proxied

ANALYZE = shutil.which("systemd-analyze")
UNIT = SITE.parent / "latent-explorer.service"
PAGES = [README, *DOCS.glob("*.md")]


@pytest.mark.process
@needs_nginx
def test_the_page_stands_under_the_path_that_the_proxy_takes_off(tmp_path: Path) -> None:
    with proxied(tmp_path, servers=1, root="/explorer") as one, httpx2.Client(base_url=one.address) as client:
        assert 'lang="en"' in client.get("/?lang=en").text
        assert client.get("/nothing").json()["type"] == "/explorer/problems/not_found"
        pixels = {"pixels": EXAMPLE_DIGIT["pixels"]}
        assert client.post("/api/models/vae-2d/encode?lang=vi", json=pixels).status_code == 200
        assert client.get("/metrics").status_code == 404


def test_the_proxy_keeps_no_pictures_and_names_the_page_as_browsers_do() -> None:
    site = SITE.read_text("utf-8")
    for wanted in (
        "proxy_request_buffering off;",
        "proxy_max_temp_file_size 0;",
        "Host $http_host;",
        "X-Forwarded-Host $http_host;",
    ):
        assert wanted in site
    largest = int(re.findall(r"client_max_body_size ([1-9]\d*)m;", site)[0]) * 1_048_576
    assert largest > Settings().max_json_bytes  # the refusal is to be ours, with its sentence


@pytest.mark.skipif(ANALYZE is None, reason="needs systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "latent-explorer.service"
    unit.write_text(re.sub("^ExecStart=.*", "ExecStart=/bin/true", UNIT.read_text("utf-8"), flags=re.MULTILINE))
    tried = subprocess.run([str(ANALYZE), "verify", str(unit)], capture_output=True, text=True)
    assert tried.returncode == 0 and not tried.stderr, tried.stderr


def test_units_and_documents_name_settings_that_there_are() -> None:
    text = "".join(path.read_text("utf-8") for path in (UNIT, *PAGES))
    named = {name.lower() for name in re.findall(r"LATENT_(\w+)=", text)}
    assert {"allowed_hosts", "frame_ancestors"} <= named <= set(Settings.model_fields)
