"""How messages speak of a foreign graph: its names, which are a stranger's, cut short and on one line."""

from collections.abc import Sequence

EXPORT = "export it anew, as latent_explorer.export_onnx does"
SAMPLING = "export it with mu and the second output, without sampling, as latent_explorer.export_onnx does"
MISSING = "a network in ONNX needs the extra onnx: in a clone, pip install '.[onnx]' brings it"


def shown(name: str) -> str:
    """A name out of a file, as a message may hold it."""
    line = "".join(letter if letter.isprintable() else "�" for letter in name)
    return line if len(line) <= 60 else line[:60] + "…"


def shown_shape(shape: Sequence[int | None]) -> str:
    """A shape in words; a free length is n."""
    return "×".join("n" if side is None else str(side) for side in shape) or "a single number"
