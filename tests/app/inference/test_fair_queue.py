import pytest
from hypothesis import given
from hypothesis import strategies as st

from latent_explorer.app.errors import Overloaded
from latent_explorer.app.inference.fair_queue import FairQueue


def queue(*items: tuple[str, str], limit: int = 10_000) -> FairQueue[str]:
    made: FairQueue[str] = FairQueue(limit)
    for client, item in items:
        made.put(client, {item: 10})
    return made


def test_clients_take_turns_and_each_keeps_its_order() -> None:
    waiting = queue(("greedy", "g1"), ("greedy", "g2"), ("greedy", "g3"), ("a", "a1"), ("b", "b1"), ("a", "a2"))
    assert [waiting.take(10, 10)[0] for _ in range(6)] == ["g1", "a1", "b1", "g2", "a2", "g3"]
    assert waiting.take(10, 10) == [] and waiting.rows == 0


def test_a_batch_takes_until_it_has_its_rows() -> None:
    waiting = queue(("a", "a1"), ("b", "b1"), ("c", "c1"))
    assert waiting.take(11, 11) == ["a1", "b1"]
    assert waiting.take(1000, 1000) == ["c1"]


def test_a_crowd_is_taken_at_once_and_one_clients_many_are_not() -> None:
    waiting = queue(*[("greedy", f"g{i}") for i in range(5)], *[(f"c{i}", f"c{i}") for i in range(5)])
    assert waiting.take(20, 40) == ["g0", "c0", "c1", "c2"], "one of each, up to 40 rows"
    assert waiting.take(20, 40) == ["c3", "c4", "g1"], "nobody twice beyond 20"
    assert waiting.take(20, 40) == ["g2", "g3"]


def test_who_comes_late_waits_for_one_round_only() -> None:
    waiting = queue(*[("greedy", f"g{i}") for i in range(100)])
    waiting.take(10, 10)
    waiting.put("late", {"l1": 10})
    assert "l1" in waiting.take(20, 20)


def test_what_is_full_changes_nothing() -> None:
    waiting = queue(("a", "a1"), limit=24)
    with pytest.raises(Overloaded):
        waiting.put("b", {"b1": 10, "b2": 5})
    waiting.put("b", {"b3": 10})
    assert waiting.take(100, 100) == ["a1", "b3"] and waiting.rows == 0


def test_one_client_cannot_fill_it_for_all() -> None:
    waiting = queue(("greedy", "g1"), ("greedy", "g2"), limit=40)
    with pytest.raises(Overloaded):
        waiting.put("greedy", {"g3": 1})
    waiting.put("other", {"o1": 20})
    assert waiting.take(1, 1) == ["g1"]
    waiting.put("greedy", {"g4": 10})


def test_where_nothing_waits_any_request_may() -> None:
    waiting: FairQueue[str] = FairQueue(5)
    waiting.put("a", {"a1": 64, "a2": 64})
    assert waiting.take(1, 1) == ["a1"]
    with pytest.raises(Overloaded):
        waiting.put("b", {"b1": 1})


def test_what_is_discarded_is_gone_and_makes_room() -> None:
    waiting = queue(("a", "a1"), ("a", "a2"), ("b", "b1"), limit=60)
    for item in ("a1", "a1", "a2", "never"):
        waiting.discard("a", item)
    waiting.discard("nobody", "a1")
    assert waiting.rows == 10
    waiting.put("c", {"c1": 15})
    assert waiting.take(100, 100) == ["b1", "c1"]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5), st.booleans()), max_size=60))
def test_rows_are_those_of_what_waits(steps: list[tuple[int, int, bool]]) -> None:
    waiting: FairQueue[int] = FairQueue(100_000)
    kept: dict[int, int] = {}
    for item, (client, rows, takes) in enumerate(steps):
        waiting.put(client, {item: rows})
        kept[item] = rows
        if takes:
            for taken in waiting.take(rows, rows):
                del kept[taken]
        assert waiting.rows == sum(kept.values())


def test_many_lines_of_one_client_share_its_half() -> None:
    waiting: FairQueue[str] = FairQueue(100)
    for i in range(5):
        waiting.put(("house", i), {f"h{i}": 10})
    with pytest.raises(Overloaded):
        waiting.put(("house", 5), {"h5": 10})
    waiting.put(("other", 0), {"o": 10})
    assert waiting.take(60, 60) == ["h0", "h1", "h2", "h3", "h4", "o"], "each line has its turn"
    waiting.put(("house", 5), {"h5": 10})
    assert waiting.rows == 10
