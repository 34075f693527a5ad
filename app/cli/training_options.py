"""The options of `train`, made from the fields of ModelConfig and TrainConfig that carry a help text."""

import inspect
from collections.abc import Callable
from dataclasses import Field, fields
from functools import wraps
from typing import Annotated, Any

import typer

from latent_explorer.model.config import ModelConfig, TrainConfig

Command = Callable[..., None]
NONE = "none"  # of a list, on the command line
DEFAULTS: tuple[ModelConfig | TrainConfig, ...] = (
    ModelConfig("vae"),
    TrainConfig(),
)  # what the help shows in parentheses


def options(config: ModelConfig | TrainConfig) -> dict[str, str]:
    """The option of each field that has one: {"learning_rate": "--rate", …}."""
    return {one.name: _option(one) for one in _settings(config)}


def with_config_options(command: Command) -> Command:
    """Give a typer command an option for each setting, in place of its parameters `model_config` and `train_config`.

    The command receives the options that were given as two dicts, keyed by field.
    """
    signature = inspect.signature(command)
    made = {
        name: [_parameter(one, getattr(config, one.name)) for one in _settings(config)]
        for name, config in zip(("model_config", "train_config"), DEFAULTS, strict=True)
    }
    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for own in signature.parameters.values()
        for parameter in made.get(own.name, [own])
    ]

    @wraps(command)
    def call(**given: Any) -> None:
        model, training = ({one.name: _value(one, given.pop(one.name)) for one in _settings(c)} for c in DEFAULTS)
        command(**given, model_config=_given(model), train_config=_given(training))

    call.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in parameters}
    return call


def _settings(config: ModelConfig | TrainConfig) -> list[Field[Any]]:
    return [one for one in fields(config) if "help" in one.metadata]


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _value(one: Field[Any], given: Any) -> Any:
    """An option's value as the field takes it: text such as 32,64,128, or none, becomes a list. Raises BadParameter."""
    if given is None or not isinstance(one.default, tuple):
        return given
    if given == NONE:
        return []
    try:
        return [int(part) for part in given.split(",")]
    except ValueError as error:
        wanted = f"takes whole numbers with commas between them, as 32,64,128, or {NONE}"
        raise typer.BadParameter(f"{_option(one)} {wanted}") from error


def _option(one: Field[Any]) -> str:
    return str(one.metadata.get("option") or f"--{one.name.replace('_', '-')}")


def _parameter(one: Field[Any], default: Any) -> inspect.Parameter:
    """The field as a parameter that typer makes an option of; its value is None if the option is not given."""
    low, high = one.metadata.get("option_range", (None, None))
    shown = "" if default is None else f" ({in_words(default)})"
    option = typer.Option(_option(one), min=low, max=high, help=f"{one.metadata['help']}{shown}.")
    kind: Any = type(default) if isinstance(default, int | float) else str
    return inspect.Parameter(
        one.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option]
    )


def in_words(value: Any) -> str:
    """A setting's value as written on the command line."""
    return ",".join(map(str, value)) or NONE if isinstance(value, tuple) else str(value)
