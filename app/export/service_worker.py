"""The script by which a site works without a network after the first visit, where a browser allows one."""

import hashlib
import json

from latent_explorer.app.settings import asset_folder

HELD = "api/models/"  # below it, weights and codes of each model: kept once they were asked for, as the rest is at once


def service_worker(files: dict[str, bytes]) -> str:
    """The script for a site of these files. Its text changes with any of them: so browsers learn of a new site."""
    digest = hashlib.sha256(b"".join(name.encode() + b"\0" + files[name] for name in sorted(files))).hexdigest()[:12]
    first = ["./", *sorted(name for name in files if not name.startswith(HELD))]
    text = (asset_folder("static") / "service_worker.js").read_text("utf-8")
    return text.replace('"VERSION"', json.dumps(digest)).replace('["FIRST"]', json.dumps(first))
