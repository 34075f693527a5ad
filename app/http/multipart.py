"""Multipart forms with a file, parsed in memory: uploads never touch the disk."""

from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from latent_explorer.app.errors import Problem

MAX_FIELDS = 8


class _InMemory(MultiPartParser):
    spool_max_size = 0  # no limit; Starlette spools files over 1 MB to disk
    # Browsers send UTF-8. A body may name any codec; some take minutes per megabyte, some raise anything.
    _charset = property(lambda self: "utf-8", lambda self, name: None)


async def read_form(request: Request) -> tuple[bytes, dict[str, Any]]:
    """The content of `file`, and the other fields. Problem missing_file; HTTPException 400 if malformed."""
    try:
        form = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=MAX_FIELDS).parse()
    except MultiPartException as error:
        raise HTTPException(400, error.message) from error
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Problem("missing_file")
        return await file.read(), {name: form[name] for name in form if name != "file"}
    finally:
        await form.close()
