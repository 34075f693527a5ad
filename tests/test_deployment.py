"""The proxy and the unit that README shows."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.settings import Settings

README = Path(__file__).parent.parent / "README.md"
NGINX, ANALYZE = shutil.which("nginx"), shutil.which("systemd-analyze")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    return str(found)


@pytest.mark.skipif(NGINX is None, reason="needs nginx (Debian: nginx-light)")
def test_nginx_takes_the_proxy(tmp_path: Path) -> None:
    """Without its certificates, which are nobody's, and at ports that anybody may have."""
    site = re.sub(r"^ *ssl_.*\n|^ *listen \[.*\n", "", block("nginx"), flags=re.MULTILINE)
    site = site.replace("listen 80;", "listen 127.0.0.1:18080;").replace(
        "listen 443 ssl http2;", "listen 127.0.0.1:18443;"
    )
    site = site.replace("/var/cache/nginx", str(tmp_path))
    temporary = "".join(f"{kind}_temp_path {tmp_path}/{kind}; " for kind in ("client_body", "proxy"))
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {temporary}\n{site}\n}}"
    (tmp_path / "nginx.conf").write_text(whole)
    tried = subprocess.run([str(NGINX), "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr


def test_the_proxy_keeps_no_uploads_and_names_the_page_as_browsers_do() -> None:
    site = block("nginx")
    for wanted in (
        "proxy_request_buffering off;",
        "proxy_max_temp_file_size 0;",
        "Host $http_host;",
        "Upgrade $http_upgrade;",
    ):
        assert wanted in site
    largest = int(re.findall(r"client_max_body_size (\d+)m;", site)[0]) * 1_048_576
    assert largest > Settings().max_upload_bytes  # the refusal is to be ours, with its sentence


@pytest.mark.skipif(ANALYZE is None, reason="needs systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "latent-explorer.service"
    unit.write_text(re.sub("^ExecStart=.*", "ExecStart=/bin/true", block("ini"), flags=re.MULTILINE))
    tried = subprocess.run([str(ANALYZE), "verify", str(unit)], capture_output=True, text=True)
    assert tried.returncode == 0 and not tried.stderr, tried.stderr


def test_unit_and_table_name_settings_that_there_are() -> None:
    named = {name.lower() for name in re.findall(r"LATENT_(\w+)=", README.read_text("utf-8"))}
    assert {"allowed_hosts", "frame_ancestors"} <= named <= set(Settings.model_fields)
