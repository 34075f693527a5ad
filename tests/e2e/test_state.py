"""The state of the page lives in its URL."""

import pytest
from playwright.sync_api import expect

from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e

NONSENSE = {
    "words": "#active=both&ae=north,south&vae=NaN,1&digit=many&t=hot&seed=-1&cloud=maybe&label=ten&mapvae=a,b,c",
    "too far": "#digit=5000&t=99&label=12&seed=99999999999&mapae=1e12,-1e12,99&mapvae=0,0,-50",
    "too many": "#vae=1,2,3&ae=1&mapae=1,2",
    "broken": "#%E0%A4%A&=&&x=AAAA&vae=,",
    "beyond the world": "#vae=1e9,0&ae=-1e9,1e9",
    "beyond float32": "#active=vae&vae=1e300,0",
}


def test_a_link_names_the_model_and_both_codes(explorer: Explorer) -> None:
    explorer.open("#active=ae&ae=3.5,-2.25&vae=0.75,1.5&t=2&seed=7&label=4&digit=12")
    explorer.z_becomes([3.5, -2.25])
    assert explorer.active() == "ae"
    explorer.image_is_of("ae", explorer.settled_z())
    assert explorer.find("#temperature").input_value() == "2"
    assert explorer.find("#legend [aria-pressed=true]").all_inner_texts() == ["4"]
    assert (
        explorer.pixels("#input") == explorer.pixels("#gallery [data-index='12'] canvas")
        if (explorer.find("#gallery [data-index='12']").count())
        else explorer.state("digit") == "12"
    )
    explorer.find("input[name=active][value=vae]").check(force=True)
    explorer.z_becomes([0.75, 1.5])


def test_a_bare_link_starts_at_a_digit(explorer: Explorer) -> None:
    explorer.open()
    mu = explorer.numbers("#posterior .of-vae b")[::2]
    explorer.z_becomes(mu, 0.00051)
    assert explorer.find("#gallery [aria-pressed=true]").count() == 1
    explorer.image_is_of("vae", explorer.settled_z())


def test_the_other_language_shows_the_same_state(explorer: Explorer) -> None:
    explorer.open("#active=ae&ae=3.5,-2.25&t=2")
    before, image = explorer.settled_z(), explorer.pixels("#decoded")
    with explorer.page.expect_navigation():
        explorer.page.click("a[hreflang=vi]")
    explorer.ready()
    expect(explorer.find("html")).to_have_attribute("lang", "vi")
    explorer.z_becomes(before, 1e-5)
    assert explorer.active() == "ae" and explorer.find("#temperature").input_value() == "2"
    eventually(lambda: explorer.pixels("#decoded") == image, "the same image", explorer.page)


@pytest.mark.parametrize("fragment", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_in_the_url_does_no_harm(explorer: Explorer, fragment: str) -> None:
    explorer.open(fragment)
    expect(explorer.find("#problem")).to_be_hidden()
    expect(explorer.find("#connection")).to_be_hidden()
    z = explorer.settled_z()
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.4, 0.4))
    explorer.z_leaves(z)
    explorer.image_is_of("vae", explorer.settled_z())
    explorer.find("#tab-samples").click()
    eventually(lambda: all(max(image) > 128 for image in explorer.samples()), "samples are drawn", explorer.page)


def test_the_theme_is_toggled_and_kept(explorer: Explorer) -> None:
    scheme = "getComputedStyle(document.documentElement).colorScheme"
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    explorer.open()
    before = explorer.page.evaluate(ground)
    explorer.page.click("#theme")
    assert explorer.page.evaluate(scheme) == "dark"
    assert explorer.page.evaluate(ground) != before
    explorer.page.reload()
    explorer.ready()
    assert explorer.page.evaluate(scheme) == "dark"
    explorer.page.click("#theme")
    assert explorer.page.evaluate(ground) == before


@pytest.mark.usefixtures("served")
def test_a_lost_connection_is_said_and_made_again(explorer: Explorer) -> None:
    sockets = explorer.live_sockets()
    explorer.open("#vae=0.5,0.5")
    explorer.settled_z()
    explorer.page.evaluate("""() => {
        window.lost = 0;
        const connection = document.getElementById("connection");
        const watch = new MutationObserver(() => (window.lost += connection.hidden ? 0 : 1));
        watch.observe(connection, { attributes: true });
    }""")
    assert len(sockets) == 1
    sockets[0].close(code=1012, reason="restart")
    eventually(lambda: explorer.page.evaluate("lost") > 0, "the loss is said", explorer.page)
    expect(explorer.find("#connection")).to_be_hidden()
    assert len(sockets) > 1
    z = explorer.settled_z()
    explorer.find("input[data-z='0']").fill("1")
    explorer.z_leaves(z)
    explorer.image_is_of("vae", explorer.settled_z())


def test_a_view_that_a_link_puts_beyond_all_numbers_is_drawn_into_the_world(explorer: Explorer) -> None:
    explorer.open("#mapvae=1e306,0,3&mapae=0,-1e308,99&link=0")
    explorer.find("#whole").click()
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.4, 0.5))
    explorer.pin_is_at("vae", explorer.place("#map-vae", 0.4, 0.5))
