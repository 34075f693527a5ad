import pytest

from latent_explorer.app.http.client_quota import Census, Crowded, household


def test_one_client_is_too_many_before_all_are() -> None:
    census = Census(3, 2)
    for client in ("a", "a", "b"):
        census.admit(client)
    for client, by_client in (("a", True), ("b", False), ("c", False)):
        with pytest.raises(Crowded) as crowded:
            census.admit(client)
        assert crowded.value.by_client is by_client
    assert len(census) == 3


def test_whoever_leaves_makes_room() -> None:
    census = Census(1, 1)
    for client in ("a", "b", "a"):
        census.admit(client)
        census.leave(client)
    assert len(census) == 0 and not census._here


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_addresses_of_one_subscriber_are_one_client(one: str, other: str) -> None:
    assert household(one) == household(other)


@pytest.mark.parametrize(
    ("one", "other"), [("192.0.2.1", "192.0.2.2"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), ("", "x")]
)
def test_others_are_not(one: str, other: str) -> None:
    assert household(one) != household(other)
