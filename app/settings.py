"""Settings from environment variables prefixed LATENT_, each with its purpose."""

import os
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import DirectoryPath, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from latent_explorer.app.setting_types import PREFIX, Listed, Networks, unknown
from latent_explorer.model.registry import ZOO


def asset_folder(name: str) -> Path:
    """The folder static/ or templates/, beside app/ both in a checkout and installed."""
    return Path(__file__).parents[1] / name


class Settings(BaseSettings):
    """Everything that a deployment may set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    models: DirectoryPath | None = Field(
        None,
        description="A folder of further checkpoints, one folder each; one named as a shipped model takes its place.",
    )
    threads: int = Field(1, ge=1, description="Torch threads; one leaves the other cores to the event loop and to I/O.")
    max_upload_bytes: int = Field(25_000_000, description="Largest upload: a 48-megapixel phone photo has about 20 MB.")
    max_json_bytes: int = Field(1_000_000, description="Largest JSON body: 1,024 codes of 16 dimensions fit.")
    max_held_bytes: int = Field(
        600_000_000, ge=1, description="Bodies under way together, half of them one client's: 100 photos of 3 MB."
    )
    max_codes: int = Field(1024, description="Codes or samples in one request; more would hold others up.")
    max_live_codes: int = Field(256, description="Codes in one live message: what a view can show.")
    max_compared_codes: int = Field(128, description="Codes that the judge compares in one go: 60 ms on one core.")
    max_waiting_codes: int = Field(65_536, description="Codes that may wait for one model: two seconds of decoding.")
    max_waiting_digits: int = Field(512, description="Digits that may wait for one model: a few seconds of encoding.")
    tile_cache_bytes: int = Field(
        64_000_000, description="Tiles, layers, likenesses and packed weights kept: 2,600 tiles of 24 kB."
    )
    picture_cache_bytes: int = Field(96_000_000, description="Uploads and their files kept, about 15 of 6 MB.")
    log_format: Literal["text", "json"] = Field("text", description="Lines for people, or one JSON object each.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="The least that is logged; each request at info, which takes a little of its time."
    )
    metrics: bool = Field(False, description="Whether /metrics is there, for Prometheus and whoever else reaches it.")
    live_origins: Listed = Field([], description="Further origins that may open the live socket, *.example.org too.")
    cors_origins: Listed = Field([], description="Origins of other pages whose scripts may call the API; none.")
    allowed_hosts: Listed = Field(["*"], description="Names to answer to, *.example.org too; other Hosts are refused.")
    frame_ancestors: str = Field(
        "'self'",
        pattern=r"^[A-Za-z0-9'*.:/_ -]+$",
        description="Pages that may show this one in a frame, as Content-Security-Policy lists sources: slides, say.",
    )
    max_header_bytes: int = Field(16_384, ge=1, description="Path and headers of a request: browsers send 1 kB.")
    max_live_message_bytes: int = Field(262_144, ge=1, description="One live message: 256 codes of 255 dimensions.")
    live_messages_per_second: int = Field(
        1000, ge=1, description="Messages of one live socket; a page sends 60 a second of each of 8 views at most."
    )
    header_seconds: float = Field(10, gt=0, description="For a request's head to arrive: it fits into a packet or two.")
    request_seconds: float = Field(
        60, gt=0, description="For a request and its answer: 25 MB take 40 s over a phone's 5 Mbit/s."
    )
    send_seconds: float = Field(
        20, gt=0, description="For a client to read what was sent: 6 MB of JSON take 16 s at 3 Mbit/s."
    )
    max_connections: int = Field(
        5000, ge=1, description="Connections of each worker: about 60 kB of memory and a file descriptor each."
    )
    max_connections_per_client: int = Field(
        2500, ge=1, description="Connections from one address: a hall of 300 behind one router opens 7 a page."
    )
    max_requests: int = Field(2000, ge=1, description="Requests under way: more would wait longer than a page does.")
    max_requests_per_client: int = Field(
        1800, ge=1, description="Requests under way from one address: 300 pages behind one router, 6 each."
    )
    max_live: int = Field(1500, ge=1, description="Live sockets: five halls; what they ask for has its own limits.")
    max_live_per_client: int = Field(
        600, ge=1, description="Live sockets from one address: a hall of 300 behind one router, two pages each."
    )
    trusted_proxies: Networks = Field(
        [], description="Addresses or networks of proxies whose X-Forwarded-For, -Proto and -Host are believed."
    )
    root_path: str = Field("", description="Path under which a proxy serves it, where the proxy takes that path away.")
    workers: int = Field(1, ge=1, description="Processes; each holds all models (some 400 MB) and a cache of its own.")

    @property
    def model_folders(self) -> list[Path]:
        """Folders to search for checkpoints."""
        return [ZOO] if self.models is None else [ZOO, self.models]


def settings_or_exit(**given: Any) -> Settings:
    """The settings, of which `given` overrides some. Exits with a sentence if one can't be used."""
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        said = first["msg"].removeprefix("Value error, ")
        sys.exit(f"{PREFIX}{str(first['loc'][0]).upper()} can't be used: {said}")


def unknown_settings() -> list[str]:
    """A sentence about each variable of the environment that looks like a setting and is none."""
    return unknown(os.environ, Settings.model_fields)


def settings_table() -> str:
    """Every setting with its default and its reason, as a Markdown table."""
    rows = [
        f"| `LATENT_{name.upper()}` | {_shown(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| by environment | default | what for |", "|---|---|---|", *rows]) + "\n"


def _shown(default: object) -> str:
    return "" if default in (None, "") else f"`{default}`"
