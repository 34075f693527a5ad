"""The body of every error."""

from pydantic import BaseModel, ConfigDict, Field


class Problem(BaseModel):
    """An error body, RFC 9457, served as application/problem+json.

    Of a picture without a digit, its `picture` and `steps` come too, as `encode` has them.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "/problems/unknown_model",
                "title": "Not Found",
                "status": 404,
                "detail": "There is no model “vae-3d”. GET /api/models lists those there are.",
                "code": "unknown_model",
            }
        }
    )

    type: str
    title: str
    status: int
    detail: str = Field(description="One sentence that says what to do, in the language asked for.")
    code: str
