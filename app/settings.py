"""Settings by environment, prefix LATENT_; each with what it is for."""

from pathlib import Path
from typing import Literal

from pydantic import DirectoryPath, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from model.registry import ZOO

_HERE = Path(__file__).parent


def asset_folder(name: str) -> Path:
    """Assets stand next to this package in a wheel, and beside it in a checkout."""
    installed = _HERE / name
    return installed if installed.is_dir() else _HERE.parent / name


class Settings(BaseSettings):
    """All that a deployment may want to set."""

    model_config = SettingsConfigDict(env_prefix="LATENT_")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    models: DirectoryPath | None = Field(None, description="A folder of further checkpoints, one folder each.")
    threads: int = Field(1, ge=1, description="Torch threads; one leaves the other cores to the event loop and to I/O.")
    max_upload_bytes: int = Field(25_000_000, description="Largest upload: a 48-megapixel phone photo has about 20 MB.")
    max_json_bytes: int = Field(1_000_000, description="Largest JSON body: 1,024 codes of 16 dimensions fit.")
    max_codes: int = Field(1024, description="Codes or samples in one request; more would hold others up.")
    max_live_codes: int = Field(256, description="Codes in one live message: what a view can show.")
    max_compared_codes: int = Field(128, description="Codes that the judge compares in one go: 60 ms on one core.")
    max_waiting_codes: int = Field(65_536, description="Codes that may wait for one model: two seconds of decoding.")
    max_waiting_digits: int = Field(512, description="Digits that may wait for one model: a few seconds of encoding.")
    tile_cache_bytes: int = Field(64_000_000, description="Tiles kept in memory, about 2,700 of 24 kB.")
    picture_cache_bytes: int = Field(96_000_000, description="Uploads kept for their knobs, about 30 of 3 MB.")
    log_format: Literal["text", "json"] = Field("text", description="Lines for people, or one JSON object each.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="The least that is logged; each request at info, which takes a little of its time."
    )
    metrics: bool = Field(False, description="Whether /metrics is there, for Prometheus and whoever else reaches it.")
    live_origins: list[str] = Field([], description="Further origins that may open the live socket.")

    @property
    def model_folders(self) -> list[Path]:
        """Where checkpoints are looked for."""
        return [ZOO] if self.models is None else [ZOO, self.models]
