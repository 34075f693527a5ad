import pytest

from latent_explorer.app.http.client_quota import ClientQuota, QuotaExceeded, client_key


def test_one_client_is_too_many_before_all_are() -> None:
    quota = ClientQuota(3, 2)
    for client in ("a", "a", "b"):
        quota.take(client)
    for client, by_client in (("a", True), ("b", False), ("c", False)):
        with pytest.raises(QuotaExceeded) as exceeded:
            quota.take(client)
        assert exceeded.value.by_client is by_client
    assert quota.total == 3


def test_whoever_leaves_makes_room() -> None:
    quota = ClientQuota(1, 1)
    for client in ("a", "b", "a"):
        quota.take(client)
        quota.give_back(client)
    assert quota.total == 0 and not quota._used


def test_amounts_count_up_to_the_limits_and_a_refusal_changes_nothing() -> None:
    quota = ClientQuota(100, 50)
    quota.take("a", 50)
    with pytest.raises(QuotaExceeded):
        quota.take("a", 1)
    quota.take("b", 49)
    with pytest.raises(QuotaExceeded):
        quota.take("c", 2)
    quota.take("c", 1)
    assert quota.total == 100
    quota.give_back("a", 20)
    quota.take("b", 1)
    assert quota.total == 81


def test_what_is_forced_counts_against_all_that_follows() -> None:
    quota = ClientQuota(10, 5)
    quota.take("a", 64, force=True)
    for client in ("a", "b"):
        with pytest.raises(QuotaExceeded):
            quota.take(client)
    quota.give_back("a", 64)
    quota.take("b", 5)
    assert quota.total == 5


def test_nobody_gives_back_what_was_not_taken() -> None:
    quota = ClientQuota(10, 5)
    quota.take("a", 2)
    for client, amount in (("a", 3), ("b", 1)):
        with pytest.raises(AssertionError):
            quota.give_back(client, amount)
    assert quota.total == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_addresses_of_one_subscriber_are_one_client(one: str, other: str) -> None:
    assert client_key(one) == client_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("192.0.2.1", "192.0.2.2"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), ("", "x")]
)
def test_others_are_not(one: str, other: str) -> None:
    assert client_key(one) != client_key(other)
