#!/usr/bin/env bash
# Behaviour: through jupyter-server-proxy every WebSocket opens, whatever the backend says. The browser's handshake is
#   accepted before the backend is asked: where that answers 403, or nobody listens on its port, the browser has an open
#   socket, which is then cut off without a close frame (1006). Nor are close frames passed on: a backend's 1008 with a
#   reason arrives as 1005 with none, and so does a browser's 4321 at the backend. Messages pass unharmed.
# Version: jupyter-server-proxy 4.6.0 on jupyter_server 2.21.1 and tornado 6.6.1; seen 2026-11-30.
# Why a good guess is wrong: a proxy is taken to pass on the answer to a handshake, and the frames that follow, as that
#   of code-server 4.139.1 does: `open` would then mean that the backend is there and lets one in. A page that counts
#   its tries anew at `open`, or tells by the close code whether to ask again, asks for ever here.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${jupyter:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  jupyter-server-proxy==4.6.0 jupyter_server==2.21.1 tornado==6.6.1 websockets==17.4
read -r port backend nobody < <(venv/bin/python - <<'PYTHON'
import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(one.getsockname()[1] for one in held))
PYTHON
)
HOME="$work" JUPYTER_CONFIG_DIR="$work" JUPYTER_RUNTIME_DIR="$work" JUPYTER_TOKEN=token \
  venv/bin/python -m jupyter server --allow-root --no-browser --ip 127.0.0.1 --port "$port" >log 2>&1 &
jupyter=$!
cat >sockets.py <<'PYTHON'
import asyncio
import sys
from http import HTTPStatus

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed, InvalidStatus

jupyter, backend, nobody = sys.argv[1:]
heard = asyncio.Queue()


async def answer(socket):
    try:
        async for message in socket:
            if message == "please close":
                await socket.close(1008, "no such model")
            else:
                await socket.send(message)
    except ConnectionClosed:
        pass  # with another code than 1000 or 1001
    finally:
        heard.put_nowait((socket.close_code, socket.close_reason))


def admit(connection, request):
    if request.path == "/forbidden":
        return connection.respond(HTTPStatus.FORBIDDEN, "no\n")


async def visit(address, **options):
    """What a client sees that says one thing."""
    try:
        async with connect(address, **options) as socket:
            await socket.send("please close")
            await socket.recv()
    except InvalidStatus as error:
        return f"not opened, {error.response.status_code}"
    except ConnectionRefusedError:
        return "not opened, nobody there"
    except ConnectionClosed as error:
        seen = error.rcvd
        return f"opened, then closed with {seen.code} {seen.reason!r}" if seen else "opened, then cut off"


async def leave(address, **options):
    """A message and its answer, then what the backend hears as the client leaves."""
    async with connect(address, **options) as socket:
        await socket.send("hello")
        assert await socket.recv() == "hello"
        await socket.close(4321, "done")
    code, reason = await asyncio.wait_for(heard.get(), 20)
    return f"the backend hears {code} {reason!r}"


async def started():
    for _ in range(300):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", int(jupyter))
            return writer.close()
        except OSError:
            await asyncio.sleep(0.2)
    sys.exit("jupyter server did not start")


async def main():
    await started()
    by_jupyter = {"additional_headers": {"Authorization": "token token"}}
    for name, port, path in (
        ("refused with 403", backend, "forbidden"),
        ("nobody listens", nobody, ""),
        ("closed with 1008", backend, ""),
    ):
        print(f"{name}, directly: {await visit(f'ws://127.0.0.1:{port}/{path}')}")
        print(f"{name}, by the proxy: {await visit(f'ws://127.0.0.1:{jupyter}/proxy/{port}/{path}', **by_jupyter)}")
    while not heard.empty():
        heard.get_nowait()
    print(f"left with 4321, directly: {await leave(f'ws://127.0.0.1:{backend}/')}")
    print(f"left with 4321, by the proxy: {await leave(f'ws://127.0.0.1:{jupyter}/proxy/{backend}/', **by_jupyter)}")


async def served():
    async with serve(answer, "127.0.0.1", int(backend), process_request=admit):
        await main()


asyncio.run(served())
PYTHON
venv/bin/python sockets.py "$port" "$backend" "$nobody" | tee seen
diff seen - <<'WANTED'
refused with 403, directly: not opened, 403
refused with 403, by the proxy: opened, then cut off
nobody listens, directly: not opened, nobody there
nobody listens, by the proxy: opened, then cut off
closed with 1008, directly: opened, then closed with 1008 'no such model'
closed with 1008, by the proxy: opened, then closed with 1005 ''
left with 4321, directly: the backend hears 4321 'done'
left with 4321, by the proxy: the backend hears 1005 ''
WANTED
