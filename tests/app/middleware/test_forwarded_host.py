"""Behind a tunnel that asks for another host than the page stands at."""

from typing import Any

import pytest

from tests.helpers import raw
from tests.helpers.serving import serving


async def echo(scope: Any, receive: Any, send: Any) -> None:
    body = b"|".join(value for name, value in scope["headers"] if name == b"host")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"connection", b"close")]})
    await send({"type": "http.response.body", "body": b"<" + body + b">"})


@pytest.mark.parametrize(
    ("trusted", "forwarded", "host"),
    [
        (["127.0.0.1"], "X-Forwarded-Host: lab.example\r\n", "lab.example"),
        (["127.0.0.0/8"], "X-Forwarded-Host: evil.example, lab.example:8443\r\n", "lab.example:8443"),
        (["127.0.0.1"], "X-Forwarded-Host: evil.example\r\nX-Forwarded-Host: lab.example\r\n", "lab.example"),
        (["127.0.0.1"], "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Host: lab.example\r\n", "lab.example"),
        (["127.0.0.1"], "X-Forwarded-Host: \r\n", "inner"),
        (["127.0.0.1"], "", "inner"),
        (["192.0.2.1"], "X-Forwarded-Host: lab.example\r\n", "inner"),
        ([], "X-Forwarded-Host: lab.example\r\n", "inner"),
    ],
)
def test_only_a_trusted_proxy_names_the_host(trusted: list[str], forwarded: str, host: str) -> None:
    with serving(echo, trusted_proxies=trusted) as port, raw.connect(port) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: inner\r\n{forwarded}\r\n".encode())
        assert f"<{host}>".encode() in raw.read_all(connection)
