"""Send what Schemathesis makes of a description to a server, and hold each answer against it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.bench.servers import get_json
from tests.hunt.ground import Schema, narrowed, pictures

PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SEED = 20_260
PATIENCE_S = 20.0
UNAVAILABLE = 503  # documented, with a Retry-After where it passes


@dataclass
class Seen:
    """What became of one operation's cases: how often each status, and the promises broken, each with its request."""

    operation: str
    statuses: Counter[int] = field(default_factory=Counter)
    finds: dict[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return self.statuses.total()


def search(openapi: Schema, model: Schema, address: str, cases: int, seed: int = SEED) -> Iterable[Seen]:
    """So many cases of each operation, of data that fits its description, and as many of data that does not."""
    schemathesis.openapi.format("binary", st.sampled_from(pictures()) | st.binary(max_size=64))
    told = narrowed(openapi, model, get_json(f"{address}/api/judge"))
    for found in schemathesis.openapi.from_dict(told).get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        seen = Seen(operation.label)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode is GenerationMode.POSITIVE or _takes_anything(operation):
                _send(operation.as_strategy(generation_mode=mode), seen, address, cases, seed)
        yield seen


def _takes_anything(operation: Any) -> bool:
    return any(True for _ in operation.iter_parameters()) or len(operation.body) > 0


def _send(strategy: st.SearchStrategy[Any], seen: Seen, address: str, cases: int, seed: int) -> None:
    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=cases,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(strategy)
    def each(case: Any) -> None:
        answer = case.call(base_url=address, timeout=PATIENCE_S)
        seen.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=PROMISES)
        except FailureGroup as broken:
            _keep(broken, case, answer, seen)

    each()


def _keep(broken: FailureGroup, case: Any, answer: Any, seen: Seen) -> None:
    for failure in broken.exceptions:
        if answer.status_code == UNAVAILABLE and failure.title == "Server error" and "retry-after" in answer.headers:
            continue
        seen.finds.setdefault(f"{failure.title}, {answer.status_code}", f"{failure.message}\n{case.as_curl_command()}")
