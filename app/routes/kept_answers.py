"""Answers that are the same for everybody: kept, or computed once for all who ask meanwhile."""

from collections.abc import Hashable

from fastapi import Request

from latent_explorer.app.dependencies import Services
from latent_explorer.app.http.disconnect import cancel_on_disconnect
from latent_explorer.app.inference.tile_cache import Compute, Kind


async def kept_or_computed(request: Request, app: Services, kind: Kind, key: Hashable, compute: Compute) -> bytes:
    """The bytes kept under a key, else those that `compute` gives, which are kept from then on.

    Raises ClientDisconnect if the client disconnects first, and what `compute` raises.
    """
    content = app.tiles.get(kind, key)
    if content is None:  # what is kept is given at once, without the tasks that notice a disconnect
        content = await cancel_on_disconnect(request, app.tiles.get_or_compute(kind, key, compute))
    return content
