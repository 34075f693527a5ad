"""How large a foreign graph may be, and its bytes looked over before they are parsed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.words import EXPORT

NOT_ONNX = f"the file is no ONNX graph, or is damaged; {EXPORT}"
_LARGE = 64  # bytes of text or of whole numbers that count as an entry


@dataclass(frozen=True)
class GraphLimits:
    """`bytes` is of the file, and of its weights with those in other files; `numbers`, of one tensor that it holds or
    asks for; `values`, of one image or code; `entries`, of fields in the file.
    """

    bytes: int = 200_000_000
    nodes: int = 10_000
    outputs: int = 64
    numbers: int = 2**28
    values: int = 2**22
    entries: int = 500_000


def check_bytes(data: bytes, limits: GraphLimits) -> None:
    """Raises HalfError if the file is too large, is no protocol buffer, or would take far more memory once parsed.

    A field of two bytes becomes an object of a hundred, a whole number of one byte takes eight: so the fields are
    counted without making any. Source of the format: https://protobuf.dev/programming-guides/encoding/.
    """
    from onnx import ModelProto

    if len(data) > limits.bytes:
        raise HalfError(
            f"the graph has {size(len(data))}, and {size(limits.bytes)} are the most; use a smaller network"
        )
    entries = 0
    for count in _entries(data, ModelProto.DESCRIPTOR):
        entries += count
        if entries > limits.entries:
            raise HalfError(f"the graph has more than {limits.entries:,} entries, its weights apart; {EXPORT}")


def size(count: int) -> str:
    """So many bytes in words."""
    return f"{count / 1e6:,.0f} MB"


def _entries(data: bytes, model: Any) -> Iterator[int]:
    """What each field counts for, those of messages inside others included."""
    todo = [(0, len(data), model)]
    while todo:
        place, end, message = todo.pop()
        while place < end:
            tag, place = _varint(data, place, end)
            kind = tag & 7
            start, place = _skip(data, place, end, kind)
            inside, plain, text = _field(message, tag >> 3)
            if kind == 2 and inside is not None:
                todo.append((start, place, inside))
            yield 1 if plain else 1 + (place - start) // _LARGE
            if text:
                _check_text(data[start:place])


@cache
def _field(message: Any, number: int) -> tuple[Any, bool, bool]:
    """The message that a field holds, None for any other; whether its length counts for nothing; whether it is text.

    Nothing counts the length of messages, whose own fields are counted, nor of bytes and floats, which take as much
    room as they have.
    """
    field = message.fields_by_number.get(number)
    if field is None:
        return None, True, False
    plain = field.type in (field.TYPE_MESSAGE, field.TYPE_BYTES, field.TYPE_FLOAT, field.TYPE_DOUBLE)
    return field.message_type, plain, field.type == field.TYPE_STRING


def _check_text(data: bytes) -> None:
    """The parser takes any bytes for text, and fails, or gives them as they are, when the text is asked for."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise HalfError(NOT_ONNX) from error


def _skip(data: bytes, place: int, end: int, kind: int) -> tuple[int, int]:
    """Where a field's content starts and ends."""
    if kind == 0:
        return place, _varint(data, place, end)[1]
    length, place = _varint(data, place, end) if kind == 2 else ({1: 8, 5: 4}.get(kind, -1), place)
    if length < 0 or place + length > end:
        raise HalfError(NOT_ONNX)
    return place, place + length


def _varint(data: bytes, place: int, end: int) -> tuple[int, int]:
    """A whole number of one to ten bytes, seven bits each, and where it ends."""
    value = 0
    for shift in range(0, 70, 7):
        if place >= end:
            break
        value |= (data[place] & 127) << shift
        place += 1
        if data[place - 1] < 128:
            return value, place
    raise HalfError(NOT_ONNX)
