"""The page goes on where one of several servers dies: with the drag, the picture at hand, the upload under way."""

import signal
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e import pictures
from tests.e2e.explorer import Explorer, eventually
from tests.e2e.failover import drag_while_its_server_dies
from tests.helpers.proxied import Proxied, needs_nginx, proxied

pytestmark = [
    pytest.mark.e2e,
    needs_nginx,
    pytest.mark.process,
    pytest.mark.xdist_group("failover"),
    pytest.mark.usefixtures("served"),
]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    with proxied(tmp_path_factory.mktemp("cluster"), root="/explorer") as started:
        yield started


@pytest.fixture(scope="module")
def address(servers: Proxied) -> str:
    """Where the page is."""
    return servers.address


@pytest.fixture
def mortal(servers: Proxied) -> Iterator[Proxied]:
    """The servers; whoever dies is there again afterwards."""
    yield servers
    servers.heal()


def large_picture() -> bytes:
    """So large that it doesn't reach the proxy at once: what that has whole it sends to the other server itself."""
    file = BytesIO()
    Image.open(BytesIO(pictures.dark_on_white())).resize((800, 800)).convert("RGB").save(file, "BMP")
    return file.getvalue()


def ink(explorer: Explorer) -> int:
    return sum(explorer.pixels("#input"))


def test_a_drag_goes_on_within_a_second_and_ends_at_its_last_place(explorer: Explorer, mortal: Proxied) -> None:
    explorer.tolerate("WebSocket connection .* failed")  # the browser's own
    explorer.open("#vae=0.5,0.5")
    explorer.settled_z()
    cut = drag_while_its_server_dies(explorer, mortal.kill_holder, seconds=3)
    explorer.image_is_of("vae", explorer.settled_z())
    expect(explorer.find("#connection")).to_be_hidden()
    expect(explorer.find("#problem")).to_be_hidden()
    assert cut.seconds < 1


def test_a_picture_outlives_the_server_that_kept_it(explorer: Explorer, mortal: Proxied) -> None:
    explorer.tolerate("WebSocket connection .* failed|404")
    explorer.open()
    explorer.uploaded(pictures.dark_on_white())
    first, kept = ink(explorer), [number for number in mortal.servers if mortal.figure(number, "pictures")]
    mortal.kill(kept[0])
    explorer.find("#thickness").fill("2")
    eventually(lambda: ink(explorer) > 1.3 * first, "it is thicker", explorer.page)
    expect(explorer.find("#problem")).to_be_hidden()


def test_an_upload_that_is_with_a_server_as_it_dies_is_sent_again(explorer: Explorer, mortal: Proxied) -> None:
    explorer.tolerate("502")
    explorer.open()
    explorer.settled_z()
    before, dies = explorer.pixels("#input"), 1 - mortal.holder()  # where fewer connections are
    mortal.servers[dies].process.send_signal(signal.SIGSTOP)
    with explorer.page.expect_response(lambda answer: "/api/encode?" in answer.url) as answer:
        with explorer.page.expect_request(lambda request: "/api/encode?" in request.url):
            explorer.upload(large_picture(), "digit.bmp", "image/bmp")
        explorer.page.wait_for_timeout(300)
        mortal.kill(dies)
    assert answer.value.status == 502
    eventually(lambda: explorer.pixels("#input") != before, "the digit is there", explorer.page)
    expect(explorer.find("#problem")).to_be_hidden()
