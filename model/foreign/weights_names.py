"""A checkpoint's weights by their names in the network itself, without what training scripts wrap around them."""

import logging

from torch import Tensor

WEIGHTS = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "vae", "ae", "autoencoder")
AVERAGES = ("ema_state_dict", "model_ema", "ema_model", "ema")  # read where there is nothing else
WRAPPERS = ("module.", "_orig_mod.", "_forward_module.", *(f"{name}." for name in (*WEIGHTS, *AVERAGES)))
AVERAGED = "n_averaged"  # a count that torch.optim.swa_utils.AveragedModel keeps beside its module
DEEPEST = 8  # dictionaries inside one another: a checkpoint that holds itself has no end

log = logging.getLogger("latent_explorer")


class NoWeights(ValueError):
    """A checkpoint without named tensors where any script puts them; the message says what is there instead."""


def named_tensors(found: object, depth: int = 0) -> dict[str, Tensor]:
    """The tensors in what a checkpoint holds, out of the dictionaries around them. Raises NoWeights if there are none.

    What is no tensor (the epoch, the optimizer's settings) is left out. Of several sets of weights the first is taken,
    an average last, and that is logged; an "encoder" and a "decoder" are read as the halves of one network.
    """
    if not isinstance(found, dict) or depth > DEEPEST:
        raise NoWeights(f"holds no weights by name, but {_kind(found)}")
    nested = {name: inside for name, inside in found.items() if _may_hold_weights(name, inside)}
    if {"encoder", "decoder"} <= nested.keys():
        halves = {half: without_wrappers(named_tensors(nested[half], depth + 1))[1] for half in ("encoder", "decoder")}
        return {f"{half}.{name}": values for half, weights in halves.items() for name, values in weights.items()}
    if nested:
        return named_tensors(nested[_chosen(list(nested))], depth + 1)
    tensors = {name: values for name, values in found.items() if isinstance(name, str) and isinstance(values, Tensor)}
    if not tensors:
        raise NoWeights(f"holds no weights by name, but {_kind(found)}")
    return tensors


def without_wrappers(weights: dict[str, Tensor]) -> tuple[str, dict[str, Tensor]]:
    """What wrappers have put before all names ("" if nothing), and the weights by their names without it."""
    kept = {name: values for name, values in weights.items() if name != AVERAGED}
    before = ""
    while wrapper := next((w for w in WRAPPERS if kept and all(n.startswith(before + w) for n in kept)), None):
        before += wrapper
    return before, {name.removeprefix(before): values for name, values in kept.items()}


def _may_hold_weights(name: object, inside: object) -> bool:
    if not isinstance(name, str) or not isinstance(inside, dict) or not inside:
        return False
    if name in WEIGHTS or name in AVERAGES:
        return _holds_tensors(inside)
    return all(isinstance(key, str) and isinstance(values, Tensor) for key, values in inside.items())


def _holds_tensors(inside: object, depth: int = 0) -> bool:
    if not isinstance(inside, dict) or depth > DEEPEST:
        return isinstance(inside, Tensor)
    return any(_holds_tensors(values, depth + 1) for values in inside.values())


def _chosen(names: list[str]) -> str:
    """The name to take: one that scripts give their weights, else one that we don't know, else an average."""
    ranks = {name: rank for rank, name in enumerate(WEIGHTS)} | dict.fromkeys(AVERAGES, len(WEIGHTS) + 1)
    best = min(names, key=lambda name: ranks.get(name, len(WEIGHTS)))
    if len(names) > 1:
        others = ", ".join(repr(name[:80]) for name in names if name != best)
        log.warning("the file holds more than one set of weights: %r is read, and %s is not", best[:80], others)
    return best


def _kind(found: object) -> str:
    if isinstance(found, dict):
        return "a dictionary of " + (", ".join(repr(name)[:40] for name in list(found)[:8]) or "nothing")
    return f"a {type(found).__name__}"
