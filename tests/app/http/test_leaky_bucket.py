from latent_explorer.app.http.leaky_bucket import LeakyBucket


def test_a_seconds_worth_may_come_at_once() -> None:
    rate = LeakyBucket(10, now=0)
    rate.spend(10, now=0)
    assert rate.wait_s() == 0
    rate.spend(5, now=0)
    assert rate.wait_s() == 0.5


def test_what_was_not_used_is_not_saved() -> None:
    rate = LeakyBucket(10, now=0)
    rate.spend(10, now=100)
    rate.spend(10, now=100)
    assert rate.wait_s() == 1
    rate.spend(0, now=101)
    assert rate.wait_s() == 0
