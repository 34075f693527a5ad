import subprocess
import sys
from pathlib import Path

from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings


def test_importing_builds_nothing() -> None:
    code = "import app.main, fastapi; assert not any(isinstance(v, fastapi.FastAPI) for v in vars(app.main).values())"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_broken_model_does_not_stop_the_server(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{")
    with TestClient(create_app(Settings(models=tmp_path))) as client:
        client.get("/api/models")  # waits until they are loaded
        health = client.get("/healthz").json()
    assert "vae-2d" in health["models"] and "broken" in health["failures"]


def test_large_answers_are_compressed(client: TestClient) -> None:
    assert (
        client.get("/api/models/vae-2d/codes", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"]
        == "gzip"
    )
