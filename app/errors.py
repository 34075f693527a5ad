"""Every way a request can fail: one exception, one table of statuses, one body (RFC 9457 problem+json)."""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus

# By code, whose sentence is in the catalogue as "error.<code>", in every language.
STATUS = {
    "empty_file": HTTPStatus.UNPROCESSABLE_ENTITY,
    "not_an_image": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "svg_image": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "damaged_image": HTTPStatus.UNPROCESSABLE_ENTITY,
    "too_many_pixels": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "animated_image": HTTPStatus.UNPROCESSABLE_ENTITY,
    "blank_image": HTTPStatus.UNPROCESSABLE_ENTITY,
    "no_digit": HTTPStatus.UNPROCESSABLE_ENTITY,
    "unknown_picture": HTTPStatus.NOT_FOUND,
    "no_such_digit": HTTPStatus.UNPROCESSABLE_ENTITY,
    "bad_knob": HTTPStatus.UNPROCESSABLE_ENTITY,
    "bad_crop": HTTPStatus.UNPROCESSABLE_ENTITY,
    "body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported_body": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "invalid_body": HTTPStatus.BAD_REQUEST,
    "invalid_json": HTTPStatus.UNPROCESSABLE_ENTITY,
    "missing_file": HTTPStatus.UNPROCESSABLE_ENTITY,
    "bad_pixels": HTTPStatus.UNPROCESSABLE_ENTITY,
    "bad_colour_pixels": HTTPStatus.UNPROCESSABLE_ENTITY,
    "no_drawing": HTTPStatus.UNPROCESSABLE_ENTITY,
    "bad_drawing": HTTPStatus.UNPROCESSABLE_ENTITY,
    "wrong_dimensions": HTTPStatus.UNPROCESSABLE_ENTITY,
    "not_finite": HTTPStatus.UNPROCESSABLE_ENTITY,
    "bad_sigma": HTTPStatus.UNPROCESSABLE_ENTITY,
    "out_of_range": HTTPStatus.UNPROCESSABLE_ENTITY,
    "invalid_request": HTTPStatus.UNPROCESSABLE_ENTITY,
    "unknown_model": HTTPStatus.NOT_FOUND,
    "unknown_set": HTTPStatus.NOT_FOUND,
    "several_sets": HTTPStatus.UNPROCESSABLE_ENTITY,
    "model_count": HTTPStatus.UNPROCESSABLE_ENTITY,
    "repeated_model": HTTPStatus.UNPROCESSABLE_ENTITY,
    "stale_revision": HTTPStatus.NOT_FOUND,
    "no_weights": HTTPStatus.NOT_FOUND,
    "no_snapshots": HTTPStatus.NOT_FOUND,
    "no_disagreement": HTTPStatus.NOT_FOUND,
    "model_stopped": HTTPStatus.SERVICE_UNAVAILABLE,
    "outside_world": HTTPStatus.NOT_FOUND,
    "bad_plane": HTTPStatus.UNPROCESSABLE_ENTITY,
    "unknown_host": HTTPStatus.BAD_REQUEST,
    "not_found": HTTPStatus.NOT_FOUND,
    "method_not_allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "not_acceptable": HTTPStatus.NOT_ACCEPTABLE,
    "loading": HTTPStatus.SERVICE_UNAVAILABLE,
    "overloaded": HTTPStatus.SERVICE_UNAVAILABLE,
    "cannot_decode": HTTPStatus.SERVICE_UNAVAILABLE,
    "no_model": HTTPStatus.SERVICE_UNAVAILABLE,
    "no_judge": HTTPStatus.SERVICE_UNAVAILABLE,
    "crowded": HTTPStatus.SERVICE_UNAVAILABLE,
    "stopping": HTTPStatus.SERVICE_UNAVAILABLE,
    "too_many_requests": HTTPStatus.TOO_MANY_REQUESTS,
    "slow_request": HTTPStatus.REQUEST_TIMEOUT,
    "headers_too_large": HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "invalid_http": HTTPStatus.BAD_REQUEST,
    "internal": HTTPStatus.INTERNAL_SERVER_ERROR,
}
# Seconds after which the same request may well succeed.
RETRY_S = {"loading": 1, "overloaded": 1, "crowded": 10, "too_many_requests": 10, "stopping": 5}


class Problem(Exception):
    """A request that fails for a reason its sender can act on: a code of STATUS and the values of its sentence.

    `details`, JSON-ready, go into the body too: what there is to show despite the failure.
    """

    details: Mapping[str, object] = {}

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the values, so that a Problem of another process can be raised here."""
        return partial(Problem, self.code, **self.values), (), {"details": self.details}

    def again(self) -> "Problem":
        """A copy without traceback: a frame that keeps the original would keep its frames' locals alive in a cycle."""
        return Problem(self.code, **self.values)

    @property
    def status(self) -> HTTPStatus:
        """The HTTP status of the code."""
        return STATUS[self.code]


class Overloaded(Exception):
    """Too much waits already, in all or of this client; nothing of the request was begun."""
