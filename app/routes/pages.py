"""The page itself, and the API's documentation."""

from fastapi import APIRouter, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.templating import Jinja2Templates

from app.catalogue import LANGUAGES, catalogue
from app.dependencies import AppServices, Lang

router = APIRouter()


@router.get("/", include_in_schema=False)
async def page(request: Request, app: AppServices, lang: Lang) -> Response:
    """The explorer, in the visitor's language."""
    texts = catalogue(lang)
    templates: Jinja2Templates = request.app.state.templates
    context = {
        "lang": lang,
        "languages": LANGUAGES,
        "t": texts,
        "digest": app.asset_digest,
        "max_upload_bytes": app.settings.max_upload_bytes,
    }
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
    return templates.TemplateResponse(request, "index.html", context, headers=headers)


@router.get("/docs", include_in_schema=False)
async def documentation(request: Request, app: AppServices) -> Response:
    """The API's documentation, from this server alone: FastAPI's own page would ask a CDN."""
    static = f"static/{app.asset_digest}"
    return get_swagger_ui_html(
        openapi_url="openapi.json",
        title=f"{request.app.title} API",
        swagger_js_url=f"{static}/vendor/swagger-ui-dist/swagger-ui-bundle.js",
        swagger_css_url=f"{static}/vendor/swagger-ui-dist/swagger-ui.css",
        swagger_favicon_url=f"{static}/icon.svg",
    )
