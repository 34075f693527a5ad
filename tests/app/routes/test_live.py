import struct
import threading
import time
from types import SimpleNamespace
from typing import Any, cast

import anyio
import numpy as np
import pytest
from fastapi import WebSocketDisconnect
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import HTTPConnection

from latent_explorer.app.http.i18n import catalogue
from latent_explorer.app.http.origins import origin_allowed
from latent_explorer.app.main import create_app
from latent_explorer.app.routes.live import LARGE, Conversation, LatestRequest, Request
from latent_explorer.app.routes.live_frames import FrameError, answer_frame, parse_frame
from latent_explorer.app.settings import Settings
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec
from latent_explorer.model.registry import Model
from tests.helpers import raw
from tests.helpers.drawings import DIGITS, strokes
from tests.helpers.live import PATH, frame
from tests.helpers.serving import serving

NAN, INFINITY = float("nan"), float("inf")
float32 = st.floats(-1e9, 1e9, width=32)


@given(seq=st.integers(0, 2**32 - 1), dim=st.integers(2, 5), data=st.data())
def test_a_frame_carries_its_codes(seq: int, dim: int, data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.tuples(*[float32] * dim), min_size=1, max_size=8))
    found, z = parse_frame(frame(seq, *codes), dim, limit=8)
    assert found == seq and z.dtype == np.float32
    assert z.tolist() == [list(code) for code in codes]


@given(seq=st.integers(0, 2**32 - 1), n=st.integers(1, 5))
def test_an_answer_carries_its_pixels(seq: int, n: int) -> None:
    images = np.random.default_rng(seq).integers(0, 256, (n, 28, 28), np.uint8)
    answer = answer_frame(seq, images)
    assert struct.unpack("<II", answer[:8]) == (seq, n)
    assert answer[8:] == images.tobytes()


@given(st.binary(max_size=64))
def test_no_bytes_break_the_parser(message: bytes) -> None:
    try:
        seq, z = parse_frame(message, 2, limit=4)
    except FrameError as error:
        assert error.key in catalogue("en")
    else:
        assert len(message) == 8 + z.nbytes and np.isfinite(z).all() and 0 <= seq < 2**32


def test_the_latest_request_takes_the_place_of_those_that_wait(vae: Model) -> None:
    async def scenario() -> list[int]:
        latest, taken = LatestRequest(), []
        requests = [Request(vae, seq, np.zeros((1, 2), np.float32), b"") for seq in range(5)]
        for request in requests[1:4]:
            latest.put(request)
        taken.append((await latest.take()).seq)
        with anyio.move_on_after(0.01):
            taken.append((await latest.take()).seq)
        latest.put(requests[4])
        taken.append((await latest.take()).seq)
        return taken

    assert anyio.run(scenario) == [3, 4]


@pytest.mark.contract
def test_pixels_are_those_of_decode(client: TestClient) -> None:
    codes = [(0.0, 0.0), (1.5, -2.25)]
    wanted = client.post(
        "/api/models/vae-2d/decode", json={"z": codes}, headers={"Accept": "application/octet-stream"}
    ).content
    with client.websocket_connect(PATH) as socket:
        socket.send_bytes(frame(7, *codes))
        assert socket.receive_bytes() == struct.pack("<II", 7, 2) + wanted
        socket.send_bytes(frame(2**32 - 1, codes[0]))
        assert socket.receive_bytes() == struct.pack("<II", 2**32 - 1, 1) + wanted[:784]


@pytest.mark.contract
def test_the_latest_of_many_is_answered_and_none_late(client: TestClient) -> None:
    answered: list[int] = []
    with client.websocket_connect(PATH) as socket:
        for seq in range(200):
            socket.send_bytes(frame(seq, (seq / 100, 0.0)))
        while not answered or answered[-1] != 199:
            answered.append(struct.unpack("<II", socket.receive_bytes()[:8])[0])
    assert answered == sorted(set(answered))


def closing(client: TestClient, message: bytes | str | None, path: str = PATH, **headers: str) -> WebSocketDisconnect:
    """How the server closes after one message, or after none."""
    with client.websocket_connect(path, headers=headers) as socket:
        if isinstance(message, str):
            socket.send_text(message)
        elif message is not None:
            socket.send_bytes(message)
        with pytest.raises(WebSocketDisconnect) as caught:
            socket.receive_bytes()
    return caught.value


MALFORMED = {
    "nothing": b"",
    "a short header": b"\0" * 7,
    "no codes": frame(1),
    "text": "hello",
    "too few": frame(1, (0.0, 0.0))[:-4],
    "too many": frame(1, (0.0, 0.0)) + b"\0",
    "another width": frame(1, (0.0, 0.0, 0.0)),
    "NaN": frame(1, (NAN, 0.0)),
    "infinity": frame(1, (0.0, INFINITY)),
}


@pytest.mark.contract
@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_message_closes_with_1007(message: bytes | str, client: TestClient) -> None:
    assert closing(client, message).code == 1007


@pytest.mark.contract
@pytest.mark.parametrize(
    "message",
    [frame(1, *[(0.0, 0.0)] * 257), struct.pack("<II", 1, 2**32 - 1), b"\0" * 100_000],
    ids=["257 codes", "a huge count", "long"],
)
def test_too_much_closes_with_1009(message: bytes, client: TestClient) -> None:
    assert closing(client, message).code == 1009


@pytest.mark.contract
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://testserver.evil.example", "null", "http://[", "file://testserver"]
)
def test_a_foreign_page_is_turned_away(origin: str, client: TestClient) -> None:
    for language in ("en", "vi"):  # whole, as the page knows it by its words
        closed = closing(client, None, f"{PATH}?lang={language}", Origin=origin)
        assert closed.code == 1008 and closed.reason == catalogue(language)["live.foreign_origin"]


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("https://lab.example", "lab.example", True),  # TLS ends at a proxy
        ("https://lab.example", "LAB.example:443", True),
        ("http://lab.example", "lab.example:80", True),
        ("https://lab.example:8443", "lab.example:8443", True),
        ("https://slides.example", "lab.example", True),  # named in the settings
        ("https://lab.example:8443", "lab.example", False),  # a proxy that forgets the port
        ("https://lab.example", "lab.example:80", False),
        ("http://lab.example:443", "lab.example", False),
        ("https://127.0.0.1:8000", "lab.example", False),
        ("https://lab.example.evil.example", "lab.example", False),
        ("https://", "lab.example", False),
    ],
)
def test_an_origin_is_ours_by_its_host_and_port(origin: str, host: str, allowed: bool) -> None:
    headers = [(b"origin", origin.encode()), (b"host", host.encode())]
    socket = HTTPConnection({"type": "websocket", "headers": headers})
    assert origin_allowed(socket, ["https://Slides.example/"]) == allowed


@pytest.mark.parametrize(
    ("origin", "pattern", "allowed"),
    [
        ("https://a.lab.example", "*.lab.example", True),
        ("http://a.b.lab.example:8080", "*.Lab.example", True),
        ("https://a.lab.example", "https://*.lab.example", True),
        ("https://lab.example:8443", "lab.example", True),
        ("https://whatever.example", "*", True),
        ("null", "null", True),
        ("http://a.lab.example", "https://*.lab.example", False),
        ("https://a.lab.example:8443", "https://*.lab.example", False),
        ("https://lab.example", "*.lab.example", False),
        ("https://evil-lab.example", "*.lab.example", False),
        ("https://a.lab.example.evil.example", "*.lab.example", False),
        ("null", "*", False),
        ("file://a.lab.example", "*.lab.example", False),
    ],
)
def test_origins_are_named_by_pattern(origin: str, pattern: str, allowed: bool) -> None:
    headers = [(b"origin", origin.encode()), (b"host", b"127.0.0.1:8000")]
    socket = HTTPConnection({"type": "websocket", "headers": headers})
    assert origin_allowed(socket, [pattern]) == allowed


@pytest.mark.contract
def test_the_page_itself_may_open_it(client: TestClient) -> None:
    with client.websocket_connect(PATH, headers={"Origin": "http://testserver"}) as socket:
        socket.send_bytes(frame(1, (0.0, 0.0)))
        assert len(socket.receive_bytes()) == 8 + 784


@pytest.mark.contract
def test_an_unknown_model_closes_with_1008_in_the_visitors_language(client: TestClient) -> None:
    for language in ("en", "vi"):
        closed = closing(client, None, f"/api/models/nope/live?lang={language}")
        sentence = catalogue(language)["error.unknown_model"].format(model="nope")
        assert (
            closed.code == 1008 and sentence.startswith(closed.reason) and len(closed.reason.encode()) in range(60, 124)
        )


PAGE = "/api/live?model=vae-2d&model=ae-2d"


def addressed(view: int, model: int, message: bytes, kind: int = 0) -> bytes:
    return struct.pack("<HBB", view, model, kind) + message


@pytest.mark.contract
def test_one_socket_serves_all_views_and_models_of_a_page(client: TestClient) -> None:
    def expected(model: str) -> bytes:
        headers = {"Accept": "application/octet-stream"}
        return client.post(f"/api/models/{model}/decode", json={"z": [[1, -1]]}, headers=headers).content

    with client.websocket_connect(PAGE) as socket:
        for view, model in ((0, 1), (3, 0)):
            socket.send_bytes(addressed(view, model, frame(9, (1.0, -1.0))))
        answers = {socket.receive_bytes() for _ in range(2)}
    assert answers == {
        addressed(0, 1, struct.pack("<II", 9, 1)) + expected("ae-2d"),
        addressed(3, 0, struct.pack("<II", 9, 1)) + expected("vae-2d"),
    }


@pytest.mark.contract
def test_views_do_not_overtake_one_another(client: TestClient) -> None:
    with client.websocket_connect(PAGE) as socket:
        for seq in range(50):
            socket.send_bytes(addressed(seq % 2, 0, frame(seq, (seq / 100, 0.0))))
        last: dict[int, int] = {}
        while last.get(0) != 48 or last.get(1) != 49:
            view, _, seq, _ = struct.unpack_from("<HHII", socket.receive_bytes())
            assert seq > last.get(view, -1)
            last[view] = seq


@pytest.mark.contract
@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\0\0\0",
        addressed(32, 0, frame(1, (0.0, 0.0))),
        addressed(0, 2, frame(1, (0.0, 0.0))),
        addressed(0, 0, frame(1, (0.0, 0.0)), kind=5),
    ],
    ids=["nothing", "a short address", "a view too many", "a model too many", "an unknown kind"],
)
def test_an_address_that_cannot_be_closes_with_1007(message: bytes, client: TestClient) -> None:
    closed = closing(client, message, PAGE)
    assert closed.code == 1007 and "view" in closed.reason


@pytest.mark.contract
@pytest.mark.parametrize("count", [0, 17])
def test_a_socket_has_models_but_not_too_many(count: int, client: TestClient) -> None:
    path = "/api/live?" + "&".join(["model=vae-2d"] * count)
    assert closing(client, None, path).code == 1007


def test_too_much_that_waits_closes_with_1013(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, gate = threading.Event(), threading.Event()
    decode = Codec.decode

    def slow(codec: Codec, z: Array) -> Array:
        begun.set()
        assert gate.wait(10)
        return decode(codec, z)

    with TestClient(create_app(Settings(max_waiting_codes=2))) as busy:
        busy.get("/api/models")
        monkeypatch.setattr(Codec, "decode", slow)
        with busy.websocket_connect(PATH) as running, busy.websocket_connect(PATH) as waiting:
            running.send_bytes(frame(1, (0.0, 0.0)))
            assert begun.wait(10)
            waiting.send_bytes(frame(2, *[(0.0, 0.0)] * 3))
            time.sleep(0.1)
            closed = closing(busy, frame(3, (0.0, 0.0)))
            refused = busy.post("/api/models/vae-2d/decode", json={"z": [[0, 0]]})
            gate.set()
            assert running.receive_bytes()[:4] == struct.pack("<I", 1)
            assert waiting.receive_bytes()[:4] == struct.pack("<I", 2)
    assert closed.code == 1013 and closed.reason == catalogue("en")["error.overloaded"]
    assert refused.status_code == 503 and refused.json()["code"] == "overloaded"
    assert refused.headers["retry-after"] == "1"


@pytest.mark.contract
def test_one_visitor_who_errs_does_not_disturb_another(client: TestClient) -> None:
    with client.websocket_connect(PATH) as socket:
        assert closing(client, b"wrong").code == 1007
        socket.send_bytes(frame(3, (0.0, 0.0)))
        assert socket.receive_bytes()[:4] == struct.pack("<I", 3)


@pytest.mark.contract
@pytest.mark.parametrize(("kind", "pace"), [(1, None), (2, "given"), (3, "even")])
def test_a_comparison_comes_live_as_by_http(kind: int, pace: str | None, client: TestClient) -> None:
    codes = [(0.0, 0.0), (0.5, 0.1), (1.5, -0.5)]
    with client.websocket_connect(PAGE) as socket:
        socket.send_bytes(addressed(2, 1, frame(7, *codes), kind))
        answer = socket.receive_bytes()
    assert struct.unpack_from("<HBBII", answer) == (2, 1, kind, 7, 3)
    by_http = client.post(
        "/api/models/ae-2d/compare",
        json={"z": codes, "pace": pace},
        headers={"Accept": "application/octet-stream"},
    )
    assert len(answer[12:]) == len(by_http.content) == 3 * (784 + 4 * 6 + 4 * 2) + 4
    assert answer[12 : 12 + 3 * 784] == by_http.content[: 3 * 784]
    # Libraries of matrix products choose their code by where in memory numbers lie, and with it their last bit.
    live, asked = (np.frombuffer(part, "<f4", offset=3 * 784) for part in (answer[12:], by_http.content))
    np.testing.assert_allclose(live, asked, rtol=1e-5)


@pytest.mark.contract
def test_too_many_codes_to_compare_close_with_1009(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect(PAGE) as socket:
        socket.send_bytes(addressed(0, 0, frame(1, *[(0.0, 0.0)] * 129), kind=1))
        socket.receive_bytes()
    assert closed.value.code == 1009


@pytest.mark.contract
@pytest.mark.parametrize(("model", "name"), [(0, "vae-2d"), (1, "ae-2d")])
def test_a_drawing_comes_live_as_by_http(model: int, name: str, client: TestClient) -> None:
    points = strokes(DIGITS[3])
    wanted = client.post(f"/api/models/{name}/encode", json={"drawing": points.tolist()}).json()
    with client.websocket_connect(PAGE) as socket:
        socket.send_bytes(addressed(2, model, struct.pack("<II", 7, len(points)) + points.tobytes(), kind=4))
        answer = socket.receive_bytes()
    assert answer[:12] == addressed(2, model, struct.pack("<II", 7, len(points)), kind=4)
    assert list(answer[12 : 12 + 784]) == [round(255 * v) for row in wanted["input"] for v in row]
    numbers = np.frombuffer(answer[12 + 784 :], "<f4")
    expected = [*wanted["judge"]["probabilities"], *wanted["mu"], *(wanted["sigma"] or [])]
    assert numbers == pytest.approx(expected, rel=1e-3, abs=1e-4)


@pytest.mark.contract
def test_a_drawing_that_cannot_be_closes_with_1008_and_says_so(client: TestClient) -> None:
    message = addressed(0, 0, frame(1, (0.5, 0.5, 0.0)), kind=4)
    closed = closing(client, message, PAGE)
    assert closed.code == 1008 and "pen" in closed.reason


def test_a_decoder_that_fails_closes_with_1011_and_a_line_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, client: TestClient
) -> None:
    decode = Codec.decode

    def fails(codec: Codec, z: Array) -> Array:
        if (z == 7).any():
            raise ValueError("broken weights")
        return decode(codec, z)

    monkeypatch.setattr(Codec, "decode", fails)
    with client.websocket_connect(PATH) as other:
        closed = closing(client, frame(1, (7.0, 7.0)))
        other.send_bytes(frame(2, (1.0, 1.0)))
        assert other.receive_bytes()[:4] == struct.pack("<I", 2)
    assert closed.code == 1011 and closed.reason == catalogue("en")["live.failed"]
    (record,) = [one for one in caplog.records if one.name == "latent_explorer"]
    assert "broken weights" in record.getMessage() and not record.exc_info


def test_whoever_leaves_while_his_request_fails_leaves_no_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, gate = threading.Event(), threading.Event()

    def fails(codec: Codec, z: Array) -> Array:
        begun.set()
        assert gate.wait(10)
        raise ValueError("broken weights")

    with serving() as port:
        with raw.open_live(port) as connection:
            raw.handshake(connection)
            monkeypatch.setattr(Codec, "decode", fails)
            connection.sendall(raw.frame(raw.codes(1)) + raw.frame(raw.codes(2))[:5])
            assert begun.wait(20)
        gate.set()
        time.sleep(0.3)
        monkeypatch.undo()
        with raw.open_live(port) as connection:
            raw.handshake(connection)
            connection.sendall(raw.frame(raw.codes(3)))
            assert raw.read_frame(connection)[1][:4] == struct.pack("<I", 3)
    assert not [one for one in caplog.records if one.exc_info]


@pytest.mark.parametrize(("codes", "decoded"), [(LARGE, 3), (LARGE + 1, 1)])
def test_large_answers_that_nobody_reads_are_decoded_one_at_a_time(codes: int, decoded: int, vae: Model) -> None:
    asked: list[int] = []
    messages = [addressed(view, 0, frame(1, *[(0.0, 0.0)] * codes)) for view in range(3)]

    class Unread:
        client = None

        async def receive(self) -> dict[str, Any]:
            if messages:
                return {"type": "websocket.receive", "bytes": messages.pop()}
            await anyio.sleep_forever()
            raise AssertionError

        async def send_bytes(self, answer: bytes) -> None:
            await anyio.sleep_forever()

    class Decoder:
        async def decode(self, model: Model, z: Array, client: object) -> Array:
            asked.append(len(z))
            return np.zeros((len(z), 28, 28), np.uint8)

    async def scenario() -> None:
        app = SimpleNamespace(settings=Settings(), inference=Decoder())
        with anyio.move_on_after(0.1):
            await Conversation(cast(Any, Unread()), [vae], cast(Any, app), addressed=True).hold()

    anyio.run(scenario)
    assert asked == [codes] * decoded
