"""From exceptions to problem+json: the handlers that the application installs."""

from http import HTTPStatus
from typing import Any

from asgi_correlation_id import correlation_id
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app import schemas
from app.catalogue import text
from app.dependencies import language
from app.errors import STATUS, Problem
from app.fairness import Full
from model.grid import OutsideWorld

MEDIA_TYPE = "application/problem+json"
CLIENT_GONE = 499  # in no RFC, but what proxies log for it
_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 400: "invalid_body"}


def problem_response(request: Request, problem: Problem, headers: Any = None) -> Response:
    """The one error body, in the language of the request."""
    status = problem.status
    body = schemas.Problem(
        type=f"/problems/{problem.code}",
        title=status.phrase,
        status=status,
        detail=text(language(request), f"error.{problem.code}", **problem.values),
        code=problem.code,
    )
    return JSONResponse(body.model_dump() | dict(problem.details), status, headers, MEDIA_TYPE)


Responses = dict[int | str, dict[str, Any]]


def answers(*media_types: str) -> Responses:
    """The `responses` of a route whose success comes in other types than JSON."""
    return {200: {"content": {media_type: {} for media_type in media_types}}}


def documented(*codes: str) -> Responses:
    """The `responses` of a route that can end in these problems."""
    content = {MEDIA_TYPE: {"schema": schemas.Problem.model_json_schema()}}
    by_status: Responses = {}
    for code in codes:
        entry = by_status.setdefault(int(STATUS[code]), {"content": content, "description": ""})
        entry["description"] = f"{entry['description']}, {code}".lstrip(", ")
    return by_status


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    soon = error.code in {"loading", "overloaded"}
    return problem_response(request, error, {"Retry-After": "1"} if soon else None)


async def _full(request: Request, error: Exception) -> Response:
    request.app.state.watch.shed("full")
    return await _problem(request, Problem("overloaded"))


async def _outside(request: Request, error: Exception) -> Response:
    return problem_response(request, Problem("outside_world"))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem_response(request, Problem("invalid_json"))
    place = ".".join(str(part) for part in first["loc"][1:])
    return problem_response(request, Problem("invalid_request", field=place or "body"))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _BY_STATUS.get(error.status_code, "internal")
    values = {"path": request.url.path, "method": request.method, "limit": error.detail, "id": correlation_id.get()}
    return problem_response(request, Problem(code, **values), error.headers)


async def _gone(request: Request, error: Exception) -> Response:
    """Whoever asked has left within the body: nothing failed, and nobody reads this."""
    return Response(status_code=CLIENT_GONE)


async def _internal(request: Request, error: Exception) -> Response:
    request_id = correlation_id.get() or ""  # this answer passes by the middleware that would say it
    return problem_response(request, Problem("internal", id=request_id), {"X-Request-ID": request_id})


def install(app: FastAPI) -> None:
    """Give the application its error handlers."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Full, _full)
    app.add_exception_handler(OutsideWorld, _outside)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(HTTPStatus.INTERNAL_SERVER_ERROR, _internal)
