"""The page itself, and the API's documentation."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.templating import Jinja2Templates

from latent_explorer.app.dependencies import AppServices, Lang
from latent_explorer.app.errors import STATUS, Problem
from latent_explorer.app.http.explorer_page import Linked, render
from latent_explorer.app.http.i18n import catalogue

router = APIRouter()


@router.get("/", include_in_schema=False)
async def page(request: Request, app: AppServices, lang: Lang) -> Response:
    """The explorer, in the visitor's language."""
    html = render(lang, Linked(app.asset_digest), app.settings.max_upload_bytes, base=str(request.base_url))
    return HTMLResponse(html, headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})


@router.get("/docs", include_in_schema=False)
async def documentation(request: Request, app: AppServices) -> Response:
    """The API's documentation, from this server alone: FastAPI's page loads from a CDN and needs inline scripts."""
    templates: Jinja2Templates = request.app.state.templates
    return templates.TemplateResponse(request, "docs.html", {"digest": app.asset_digest, "title": request.app.title})


@router.get("/problems/{code}", include_in_schema=False)
async def explanation(request: Request, code: str, lang: Lang) -> Response:
    """What a problem's `type` links to: its status and its sentence, with placeholders for its values."""
    if code not in STATUS:
        raise Problem("not_found", path=request.url.path)
    status = STATUS[code]
    told = f"{status} {status.phrase} ({code})\n\n{catalogue(lang)[f'error.{code}']}\n"
    return PlainTextResponse(told, headers={"Vary": "Accept-Language"})
