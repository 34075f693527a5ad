"""Messages of a live socket as a page sends them."""

import struct

PATH = "/api/models/vae-2d/live"


def frame(seq: int, *codes: tuple[float, ...]) -> bytes:
    """Ask for the images of codes, all of one dimension."""
    return struct.pack(f"<II{sum(map(len, codes))}f", seq, len(codes), *(v for code in codes for v in code))
