"""Visits to single steps of the lesson."""

import json
from typing import Any

from tests.e2e.explorer import Explorer
from tests.e2e.lesson import Learner

STILL: dict[str, Any] = {"reduced_motion": "reduce"}
HALL: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}, **STILL}


def go(visitor: Explorer, step: str, query: str = "", phase: str = "predict", lang: str = "en") -> Learner:
    """Come to a step by its link."""
    visitor.page.goto("about:blank")
    engine = f"&engine={visitor.engine}" if visitor.engine else ""
    visitor.page.goto(f"{visitor.address}/?lang={lang}{engine}&{query}#lesson={step}")
    student = Learner(visitor.ready(), "mouse")
    student.at(step, phase)
    return student


def play(student: Learner, step: str) -> None:
    student.predict()
    student.lead_on()
    student.at(step, "seen")


def kept(visitor: Explorer) -> list[dict[str, Any]]:
    """The predictions in the browser."""
    text = visitor.page.evaluate("localStorage.getItem('predictions')")
    found: list[dict[str, Any]] = json.loads(text or '{"predictions": []}')["predictions"]
    return found
