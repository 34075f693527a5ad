"""What every configuration is: a frozen dataclass that checks itself, and goes to JSON and back."""

import re
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

ID = re.compile(r"(?!\.+$)[\w.-]{1,64}")


class ConfigError(ValueError):
    """An invalid configuration; the message names the field and its allowed values."""


def check_id(name: object, what: str) -> None:
    """Raise ConfigError if `name` can't be a model's id, which names a folder and is part of URLs."""
    if not (isinstance(name, str) and ID.fullmatch(name)):
        raise ConfigError(f"{what} {name!r} can't be a link to a model: take up to 64 letters, digits, dots, - and _")


def about(
    *,
    range: tuple[int, int] | None = None,
    help: str | None = None,
    option: str | None = None,
    option_range: tuple[int, int] | None = None,
    later: bool | None = None,
) -> dict[str, Any]:
    """A field's metadata: the `range` of whole numbers allowed, ends included, and the option of `train` that sets it.

    A field with `help` has an option: --name-of-the-field, unless `option` names another. `option_range`, narrower than
    `range`, is what the option takes. A `later` field was added when there were checkpoints without it.
    """
    known = {"range": range, "help": help, "option": option, "option_range": option_range, "later": later}
    return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True)
class Config:
    """What all configurations can do. A field's `range` in its metadata holds its whole numbers within bounds."""

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Build from a parsed JSON object. Raises ConfigError at an unknown name or a value out of range."""
        unknown = set(values) - {f.name for f in fields(cls)}
        if unknown:
            raise ConfigError(f"unknown field {sorted(unknown)[0]!r}; known are {[f.name for f in fields(cls)]}")
        try:
            return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})
        except TypeError as error:
            raise ConfigError(str(error)) from error

    def to_json(self) -> dict[str, Any]:
        """The fields as a JSON-ready object, without later ones that have their default.

        So checkpoints from before these keep their bytes, from which their revision is made.
        """
        usual = [
            one.name for one in fields(self) if one.metadata.get("later") and getattr(self, one.name) == one.default
        ]
        return {name: value for name, value in asdict(self).items() if name not in usual}

    def _check_positive(self, *names: str) -> None:
        for name in names:
            if not 0 < getattr(self, name) < float("inf"):
                raise ConfigError(f"{name} must be greater than 0, and finite, not {getattr(self, name)!r}")

    def _check_whole(self) -> None:
        for one in fields(self):
            if "range" not in one.metadata:
                continue
            (low, high), value = one.metadata["range"], getattr(self, one.name)
            if not isinstance(value, int) or not low <= value <= high:
                raise ConfigError(f"{one.name} must be a whole number from {low} to {high}, not {value!r}")
