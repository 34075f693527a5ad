"""The script by which a site works without a network after the first visit, where a browser allows one."""

import hashlib
import json

from latent_explorer.app.settings import asset_folder
from latent_explorer.model.store.disagreement import DISAGREEMENT

HELD = (".safetensors", ".bin")  # weights of a model, and what they decode: kept once they were asked for
OF_SOME = ("api/models/", "api/training.")  # that not every visit needs
SMALL = (DISAGREEMENT,)  # all the same kept from the start, as it can't be computed


def service_worker(files: dict[str, bytes]) -> str:
    """The script for a site of these files. Its text changes with any of them: so browsers learn of a new site."""
    held = [name for name in files if name.startswith(OF_SOME) and name.endswith(HELD)]
    later = sorted(name for name in held if not name.endswith(SMALL))
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    first = [("./", digests["index.html"]), *((name, digest) for name, digest in digests.items() if name not in later)]
    digest = hashlib.sha256(json.dumps(digests).encode()).hexdigest()[:12]
    text = (asset_folder("static") / "service_worker.js").read_text("utf-8")
    for name, value in (("VERSION", digest), (["FIRST"], first), (["LATER"], later)):
        text = text.replace(json.dumps(name), json.dumps(value, ensure_ascii=False))
    return text
