"""What anyone writes in ten minutes: plain `def`, one PNG for each decoded image. Ours is measured against it."""

import io

import numpy as np
import uvicorn
from fastapi import FastAPI, Response
from PIL import Image

from model.checkpoint import load
from model.codec import Codec
from model.registry import ZOO


def create_app() -> FastAPI:
    """One model, one route."""
    app, codec = FastAPI(), Codec(load(ZOO / "vae-2d"))

    @app.get("/decode.png")
    def decode(x: float, y: float) -> Response:
        image = codec.decode(np.array([[x, y]], np.float32)).reshape(28, 28)
        out = io.BytesIO()
        Image.fromarray((image * 255).astype(np.uint8)).save(out, "PNG")
        return Response(out.getvalue(), media_type="image/png")

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(), port=8766, log_level="warning")
