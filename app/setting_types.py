"""How settings are written in the environment, and what is said of those that can't be."""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

PREFIX = "LATENT_"
# Of the tests, and what Kubernetes sets of a service that is called latent-explorer.
OTHERS = ("LATENT_AT", "LATENT_MNIST", "LATENT_TIMED", "LATENT_EXPLORER_")


def _listed(value: object) -> object:
    """A list from `a,b` or JSON. Raises ValueError with what to write."""
    if not isinstance(value, str):
        return value
    if not value.strip().startswith("["):
        return [part.strip() for part in value.split(",") if part.strip()]
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise ValueError(f'{value} is no list; write a,b or ["a", "b"]') from error


def _networks(addresses: list[str]) -> list[str]:
    """The same addresses. Raises ValueError with what to write, if one is none."""
    for address in addresses:
        if address != "*":
            _check_network(address)
    return addresses


def _check_network(address: str) -> None:
    try:
        network = ip_network(address, strict=False)
    except ValueError as error:
        raise ValueError(
            f"{address!r} is no address; write addresses or networks, such as 127.0.0.1,10.0.0.0/8, or * for any"
        ) from error
    if "/" in address and address.partition("/")[0] != str(network.network_address):
        raise ValueError(f"{address} is no network; write {network}, or leave out the /{network.prefixlen}")


Listed = Annotated[list[str], NoDecode, BeforeValidator(_listed)]
Networks = Annotated[Listed, AfterValidator(_networks)]


def unknown(environment: Iterable[str], fields: Iterable[str]) -> list[str]:
    """A sentence about each variable that looks like a setting and is none, with the nearest that is."""
    known = [PREFIX + field.upper() for field in fields]
    strange = sorted(name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known)
    return [_told(name, known) for name in strange if not name.startswith(OTHERS)]


def _told(name: str, known: list[str]) -> str:
    nearest = get_close_matches(name.upper().removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known], n=1)
    hint = f"did you mean {PREFIX}{nearest[0]}?" if nearest else "`latent-explorer settings` prints all."
    return f"{name} is no setting, and changes nothing; {hint}"
