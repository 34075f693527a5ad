import re

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.telemetry.server_timing import Spent

MODEL = "/api/models/vae-2d"


def parsed(header: str) -> dict[str, float]:
    parts = [re.fullmatch(r"(\w+);dur=(\d+\.\d+)", part) for part in header.split(", ")]
    return {part[1]: float(part[2]) for part in parts if part}


def test_what_lies_between_batches_is_wait() -> None:
    spent = Spent()
    spent.add(10.0, [(11.0, 12.0), (14.0, 14.5)])
    assert (spent.wait, spent.work) == (3.0, 1.5)


def test_two_jobs_of_one_batch_are_worked_on_once() -> None:
    spent = Spent()
    spent.add(10.0, [(11.0, 12.0), (11.0, 12.0)])
    assert (spent.wait, spent.work) == (1.0, 1.0)


def test_who_leaves_before_a_batch_has_spent_nothing() -> None:
    spent = Spent()
    spent.add(10.0, [])
    assert spent == Spent()


def test_what_overlaps_is_counted_once() -> None:
    spent = Spent()
    spent.add(10.0, [(11.0, 13.0)])
    spent.add(10.0, [(12.0, 15.0)])
    spent.add(10.0, [(11.5, 12.5)])
    assert (spent.wait, spent.work) == (1.0, 4.0)


def test_work_that_follows_other_work_is_added() -> None:
    spent = Spent()
    for asked in (10.0, 20.0):
        spent.add(asked, [(asked + 1, asked + 3)])
    assert parsed(spent.header(7.0)) == {"total": 7000.0, "wait": 2000.0, "work": 4000.0}


@pytest.mark.contract
@pytest.mark.parametrize("n", [1, 200])
def test_an_answer_says_what_it_waited_for_and_what_took_its_time(n: int, client: TestClient) -> None:
    answer = client.post(f"{MODEL}/decode", json={"z": [[0, i / 100] for i in range(n)]})
    ms = parsed(answer.headers["server-timing"])
    assert ms.keys() == {"total", "wait", "work"}
    assert ms["work"] > 0 and ms["wait"] >= 0 and ms["total"] >= ms["wait"] + ms["work"] - 0.002  # rounded


@pytest.mark.contract
def test_what_needs_no_work_says_so(client: TestClient) -> None:
    assert parsed(client.get("/api/models").headers["server-timing"])["work"] == 0


@pytest.mark.contract
def test_a_refusal_has_its_time_too_and_a_page_has_none(client: TestClient) -> None:
    assert "server-timing" in client.get("/api/models/nope").headers
    assert "server-timing" not in client.get("/").headers
