"""Clients that speak HTTP and the live socket byte by byte, as no well-behaved client would."""

import json
import os
import socket
import struct
from base64 import b64encode
from typing import Any

LIVE = "/api/models/vae-2d/live"


def connect(port: int, receive_buffer: int | None = None) -> socket.socket:
    """A connection; with a small buffer the server soon has to wait for whoever does not read."""
    connection = socket.socket()
    connection.settimeout(20)
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.connect(("127.0.0.1", port))
    return connection


def read_all(connection: socket.socket) -> bytes:
    """All that comes until the server closes, or resets."""
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received


def problem(answer: bytes) -> tuple[int, dict[str, Any]]:
    """Status and body of an answer that is a problem."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head, answer
    return int(head.split()[1]), json.loads(body)


def open_live(port: int, path: str = LIVE, more: str = "", receive_buffer: int | None = None) -> socket.socket:
    """A live socket, its handshake sent and answered."""
    connection = connect(port, receive_buffer)
    key = b64encode(os.urandom(16)).decode()
    head = f"GET {path} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{more}"
    connection.sendall(f"{head}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode())
    return connection


def handshake(connection: socket.socket) -> bytes:
    """The head of the answer to it."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            break
        head += byte
    return head


def frame(payload: bytes, opcode: int = 2, fin: bool = True) -> bytes:
    """A frame as clients send them, masked with zeros, which leave it as it is."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2) if size < 1 << 16 else b""
    return bytes([fin << 7 | opcode]) + (length or b"\xff" + size.to_bytes(8)) + bytes(4) + payload


def codes(seq: int, n: int = 1) -> bytes:
    """A live message of so many codes of two dimensions."""
    return struct.pack("<II", seq, n) + bytes(8 * n)


def read_frame(connection: socket.socket) -> tuple[int, bytes]:
    """Opcode and payload of the next frame."""
    opcode, size = _read(connection, 2)
    if size >= 126:
        size = int.from_bytes(_read(connection, 2 if size == 126 else 8))
    return opcode & 15, _read(connection, size)


def _read(connection: socket.socket, size: int) -> bytes:
    received = b""
    while len(received) < size:
        chunk = connection.recv(size - len(received))
        if not chunk:
            raise ConnectionResetError
        received += chunk
    return received
