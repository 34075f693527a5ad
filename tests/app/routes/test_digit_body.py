import base64
import io
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from PIL import Image

from latent_explorer.app.images.reading import Look, Picture
from latent_explorer.app.images.upload_cache import Pictures
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from tests.helpers.pictures import page
from tests.helpers.problems import assert_problem

ENCODE = "/api/models/ae-2d/encode"


def upload(client: TestClient, data: bytes | None = None, **knobs: str) -> dict[str, Any]:
    answer = client.post(ENCODE, files={"file": ("page.png", data or page())}, data=knobs)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def encode_again(client: TestClient, picture: str, data: bytes | None = None, **knobs: Any) -> Response:
    """As the page does it: by name, and with the file where the server, perhaps another, has none of that name."""
    answer = client.post(ENCODE, json={"picture": picture, **knobs})
    if answer.json().get("code") != "unknown_picture":
        return answer
    fields = {"picture": picture, **{name: str(value) for name, value in knobs.items()}}
    return client.post(ENCODE, files={"file": ("page.png", data or page())}, data=fields)


def turn(client: TestClient, picture: str, **knobs: Any) -> dict[str, Any]:
    answer = encode_again(client, picture, **knobs)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def png_of(address: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(address.removeprefix("data:image/png;base64,"))))


@pytest.mark.contract
def test_every_step_is_a_picture(client: TestClient) -> None:
    found = upload(client)
    names = ["grey", "light", "threshold", "polarity", "pieces", "box", "centre"]
    assert [step["name"] for step in found["steps"]] == names
    for step in found["steps"]:
        assert 20 <= max(png_of(step["picture"]).size) <= 200
    last = np.asarray(png_of(found["steps"][-1]["picture"])) / 255
    assert last == pytest.approx(np.array(found["input"]), abs=2e-3)


@pytest.mark.contract
def test_every_digit_of_a_picture_is_offered(client: TestClient) -> None:
    first = upload(client)
    assert len(first["digits"]) == 2
    left, right = (one["box"] for one in first["digits"])
    assert left[0] + left[2] < right[0] and all(0 <= side <= 1 for side in left + right)
    labels = [turn(client, first["picture"], digit=i) for i in range(2)]
    assert [one["judge"]["label"] for one in labels] == [3, 8]
    assert [one["chosen"] for one in labels] == [0, 1]
    thumbnail = np.asarray(png_of(first["digits"][1]["picture"])) / 255
    assert thumbnail == pytest.approx(np.array(labels[1]["input"]), abs=2e-3)


@pytest.mark.contract
def test_a_picture_that_was_sent_is_normalised_anew_as_if_it_were_sent_again(client: TestClient) -> None:
    picture = upload(client)["picture"]
    again = turn(client, picture, threshold=0.3, thickness=1.5, digit=1)
    sent = upload(client, threshold="0.3", thickness="1.5", digit="1")
    assert again.pop("picture") == picture != sent.pop("picture")
    assert again == sent
    assert np.mean(again["input"]) > np.mean(turn(client, picture, digit=1)["input"])


@pytest.mark.contract
def test_a_part_is_marked_by_numbers_in_json_and_with_commas_in_a_form(client: TestClient) -> None:
    first = upload(client)
    left, top, width, height = first["digits"][1]["box"]
    crop = [left - 0.05, top - 0.05, width + 0.1, height + 0.1]
    by_form = upload(client, crop=",".join(map(str, crop)))
    assert by_form["judge"]["label"] == 8 and len(by_form["digits"]) == 1
    answer = client.post(ENCODE, json={"picture": first["picture"], "crop": crop})
    if answer.json().get("code") != "unknown_picture":
        assert answer.json() == by_form | {"picture": first["picture"]}


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "threshold": ({"threshold": 1.5}, "bad_knob"),
    "thickness": ({"thickness": -4}, "bad_knob"),
    "crop": ({"crop": "0.5,0,0.6,1"}, "bad_crop"),
    "half a crop": ({"crop": "0.5,0"}, "bad_crop"),
    "a crop in words": ({"crop": "left"}, "invalid_request"),
    "commas": ({"crop": "," * 100_000}, "invalid_request"),
    "digit": ({"digit": 7}, "no_such_digit"),
    "text": ({"threshold": "dark"}, "invalid_request"),
    "an unknown one": ({"contrast": 1}, "invalid_request"),
}


@pytest.mark.contract
@pytest.mark.parametrize("name", BAD)
def test_knobs_that_cannot_be_turned_so_are_refused(name: str, client: TestClient) -> None:
    knobs, code = BAD[name]
    picture = upload(client)["picture"]
    by_name = encode_again(client, picture, **knobs)
    by_file = client.post(ENCODE, files={"file": ("page.png", page())}, data={k: str(v) for k, v in knobs.items()})
    assert by_name.json()["code"] == by_file.json()["code"] == code
    assert upload(client)["digits"], "and nothing is lost"


@pytest.mark.contract
def test_a_picture_that_is_not_kept_has_to_be_sent_again(client: TestClient) -> None:
    answer = client.post(ENCODE, json={"picture": "no-such-name"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_picture")


@pytest.mark.contract
@pytest.mark.parametrize("name", ["", "x" * 21, "x" * 23, "x" * 22 + "\n", "../../../../etc/passwd", "ä" * 22])
def test_a_picture_is_kept_under_no_name_that_a_server_would_not_give(name: str, client: TestClient) -> None:
    answer = client.post(ENCODE, files={"file": ("page.png", page())}, data={"picture": name})
    assert assert_problem(answer, "invalid_request")["detail"].count("picture")


def test_each_server_is_sent_a_picture_once_and_keeps_it_under_its_one_name() -> None:
    """Two that share nothing, as behind a proxy that asks either."""
    with TestClient(create_app(Settings())) as one, TestClient(create_app(Settings())) as other:
        name = upload(one)["picture"]
        knobs = {"picture": name, "thickness": 1.5}
        assert_problem(other.post(ENCODE, json=knobs), "unknown_picture")
        sent = upload(other, picture=name, thickness="1.5")
        assert sent["picture"] == name
        assert [server.post(ENCODE, json=knobs).json() for server in (one, other)] == [sent, sent]


def test_the_oldest_pictures_make_room_and_none_is_larger_than_all_the_room() -> None:
    kept = Picture(b"", (Look("grey", np.zeros((10, 10), np.float32)),))
    pictures = Pictures(1000)
    first, second, third = (pictures.keep(kept) for _ in range(3))
    assert len({first, second, third}) == 3
    assert pictures.find(str(third)) is kept
    with pytest.raises(Exception, match="unknown_picture"):
        pictures.find(str(first))
    assert pictures.keep(Picture(b"x" * 1001, ())) is None, "its file counts"


@pytest.mark.contract
def test_of_a_picture_without_a_digit_the_steps_are_told_and_its_knobs_can_be_turned(client: TestClient) -> None:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (90, 90), np.uint8)).save(out, "PNG")
    answer = client.post(ENCODE, files={"file": ("noise.png", out.getvalue())})
    found = answer.json()
    assert (answer.status_code, found["code"]) == (422, "no_digit")
    assert [step["name"] for step in found["steps"]][:2] == ["grey", "light"]
    assert all(max(png_of(step["picture"]).size) == 90 for step in found["steps"][:2])
    again = encode_again(client, found["picture"], out.getvalue(), threshold=0.9).json()
    assert again["code"] == "no_digit" and again["steps"]
