"""Exception handlers that answer with problem+json (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from asgi_correlation_id import correlation_id
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import Scope

from latent_explorer.app import schemas
from latent_explorer.app.errors import RETRY_S, STATUS, Overloaded, Problem
from latent_explorer.app.http.i18n import Language, language_of, text
from latent_explorer.model.explore.map_grid import OutsideWorld
from latent_explorer.model.foreign.halves import HalfError

MEDIA_TYPE = "application/problem+json"
CLIENT_GONE = 499  # nginx's code for it; in no RFC
_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 400: "invalid_body"}

# Problems from middleware, documented once for all routes.
ANYWHERE = (
    "unknown_host",
    "slow_request",
    "body_too_large",
    "headers_too_large",
    "too_many_requests",
    "crowded",
    "overloaded",
    "stopping",
)


def root_of(scope: Scope) -> str:
    """The path that the application is mounted at, without a trailing slash; not that of a mount within it."""
    root: str = scope.get("app_root_path", scope.get("root_path", ""))
    return root.rstrip("/")


def problem_body(problem: Problem, language: Language, root: str = "") -> dict[str, Any]:
    """The JSON body. `root`: the path that the application is mounted at."""
    body = schemas.Problem(
        type=f"{root}/problems/{problem.code}",
        title=problem.status.phrase,
        status=problem.status,
        detail=text(language, f"error.{problem.code}", **problem.values),
        code=problem.code,
    )
    return body.model_dump() | dict(problem.details)


def retry_headers(problem: Problem) -> dict[str, str]:
    """Retry-After, if a retry may help."""
    return {"Retry-After": str(RETRY_S[problem.code])} if problem.code in RETRY_S else {}


def problem_response(request: HTTPConnection, problem: Problem, headers: Any = None) -> Response:
    """A problem response in the request's language."""
    return JSONResponse(
        problem_body(problem, language_of(request), root_of(request.scope)),
        problem.status,
        retry_headers(problem) | {"Vary": _depends_on(problem)} | dict(headers or {}),
        MEDIA_TYPE,
    )


def _depends_on(problem: Problem) -> str:
    return "Accept, Accept-Language" if problem.code == "not_acceptable" else "Accept-Language"


Responses = dict[int | str, dict[str, Any]]


def answers(*media_types: str) -> Responses:
    """OpenAPI `responses` for a route that answers with these media types."""
    return {200: {"content": {media_type: {} for media_type in media_types}}}


def documented(*codes: str) -> Responses:
    """OpenAPI `responses` for a route that can end in these problems."""
    content = {MEDIA_TYPE: {"schema": schemas.Problem.model_json_schema()}}
    statuses = {STATUS[code] for code in codes}
    of_all = [code for code in ANYWHERE if STATUS[code] in statuses]  # a route's description replaces the application's
    by_status: Responses = {}
    for code in dict.fromkeys([*codes, *of_all]):
        entry = by_status.setdefault(int(STATUS[code]), {"content": content, "description": ""})
        entry["description"] = f"{entry['description']}, {code}".lstrip(", ")
    return by_status


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(request, error)


async def _overloaded(request: Request, error: Exception) -> Response:
    request.app.state.instrumentation.shed("full")
    return await _problem(request, Problem("overloaded"))


async def _outside(request: Request, error: Exception) -> Response:
    return problem_response(request, Problem("outside_world"))


async def _stopped(request: Request, error: Exception) -> Response:
    return problem_response(request, Problem("model_stopped", reason=str(error)))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem_response(request, Problem("invalid_json"))
    place = ".".join(str(part) for part in first["loc"][1:])
    return problem_response(request, Problem("invalid_request", field=place or "body"))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "invalid_json" if _is_no_json(error) else _BY_STATUS.get(error.status_code, "internal")
    values = {"path": request.url.path, "method": request.method, "limit": error.detail, "id": correlation_id.get()}
    return problem_response(request, Problem(code, **values), error.headers)


def _is_no_json(error: HTTPException) -> bool:
    """Whether FastAPI's 400 comes from a body that is not UTF-8, nested too deep, or has a huge number."""
    return isinstance(error.__cause__, (ValueError, RecursionError))


async def _gone(request: Request, error: Exception) -> Response:
    """The client left before its answer: nothing failed, and nobody reads this."""
    return Response(status_code=CLIENT_GONE)


async def _internal(request: Request, error: Exception) -> Response:
    request_id = correlation_id.get() or ""  # this response bypasses the middleware that adds it
    return problem_response(request, Problem("internal", id=request_id), {"X-Request-ID": request_id})


def install(app: FastAPI) -> None:
    """Install the handlers."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Overloaded, _overloaded)
    app.add_exception_handler(OutsideWorld, _outside)
    app.add_exception_handler(HalfError, _stopped)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(HTTPStatus.INTERNAL_SERVER_ERROR, _internal)
