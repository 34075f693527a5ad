"""What anyone writes in ten minutes: plain `def`, one PNG for each decoded image. Ours is measured against it.

`python -m tests.bench.naive PORT`
"""

import io
import sys

import numpy as np
import uvicorn
from fastapi import FastAPI, Response
from PIL import Image

from latent_explorer.model.codec import Codec
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import load


def png(image: Image.Image) -> bytes:
    """A picture as PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def create_app() -> FastAPI:
    """One model, two routes."""
    app, codec = FastAPI(), Codec(load(ZOO / "vae-2d"))

    def decoded(x: float, y: float) -> bytes:
        image = codec.decode(np.array([[x, y]], np.float32)).reshape(28, 28)
        return png(Image.fromarray((image * 255).astype(np.uint8)))

    @app.get("/decode.png")
    def decode(x: float, y: float) -> Response:
        return Response(decoded(x, y), media_type="image/png")

    @app.get("/tile.png")
    def tile(x: float, y: float, step: float) -> Response:
        """64 separate PNGs, pasted."""
        sheet = Image.new("L", (256, 256))
        for i in range(64):
            one = Image.open(io.BytesIO(decoded(x + (i % 8) * step, y - (i // 8) * step)))
            sheet.paste(one, (i % 8 * 32 + 2, i // 8 * 32 + 2))
        return Response(png(sheet), media_type="image/png")

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(), port=int(sys.argv[1]), log_level="warning")
