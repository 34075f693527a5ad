"""Metrics for Prometheus; routed only if the setting `metrics` is on."""

from fastapi import APIRouter, Response

from latent_explorer.app.dependencies import AppServices
from latent_explorer.app.telemetry.prometheus import MEDIA_TYPE, Metrics

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
async def metrics(app: AppServices) -> Response:
    """The metrics of all worker processes."""
    assert isinstance(app.instrumentation, Metrics)
    app.report_gauges()
    return Response(app.instrumentation.text(), media_type=MEDIA_TYPE)
