"""Write a VAE as encoder.onnx and decoder.onnx, in the notebook where it was trained.

This file stands by itself: it needs torch and onnx, with newer torch onnxscript too, and nothing else of Latent
Explorer's, so it may be copied beside a notebook. Where onnxruntime is installed, it checks what was written.
"""

import importlib.util
import inspect
import io
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from math import prod
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributions import Distribution

__all__ = ["export_onnx"]
OPSET, IR_VERSION = 20, 10  # what browsers read as well
LARGEST = 1e-3  # difference between torch and what was written, of a pixel or of a latent unit
DRAWS = {"RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial"}
TWO_GB = 2_000_000_000
FIXED = "a line of it fixes the batch size: take it from x.size(0), or say -1, instead of a number or len(x)"


def export_onnx(
    encode: Callable[..., Any],
    decode: Callable[..., Any],
    image_shape: Sequence[int],
    latent_dim: int,
    folder: str | Path = ".",
) -> tuple[Path, Path]:
    """Write encoder.onnx and decoder.onnx into a folder, and check that they compute what torch does.

    `encode` and `decode` are modules or their methods, such as `vae.encode`. `encode` takes images (n, *image_shape)
    and gives μ (n, d), or μ and a second output (n, d) that says how wide the code is, as a tuple, in one tensor
    (n, 2d), in a dictionary, or as a distribution of torch's; outputs that are drawn at random are left out. `decode`
    takes codes (n, d) and gives pixels or their logits, as many as an image has. Both run in eval mode; the mode that
    was on is set again. The batch axis of both files is free, and each holds its own weights.

    Returns the two paths. Raises ValueError, in a sentence that says what to do, where a file would not hold the model.
    """
    with evaluating(encode, decode), torch.no_grad():
        images, codes = (_examples(half, shape) for half, shape in ((encode, image_shape), (decode, (latent_dim,))))
        encoder, names = _encoder(encode, images, latent_dim)
        decoder = _decoder(decode, codes, prod(image_shape))
        written = _written(encoder, images, ["image"], names), _written(decoder, codes, ["z"], ["pixels"])
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / "encoder.onnx", folder / "decoder.onnx"
    for path, data in zip(paths, written, strict=True):
        path.write_bytes(data)
    return paths


class Half(nn.Module):
    """One half as a module that the exporter takes: its weights registered, its outputs those that were chosen."""

    def __init__(self, compute: Callable[..., Any], chosen: Sequence[int]) -> None:
        super().__init__()
        self.parts = nn.ModuleList(modules_of(compute))
        self._compute, self._chosen = compute, chosen
        self.eval()  # the exporter sets the mode of the whole again, afterwards, to what it finds here

    def forward(self, given: Tensor) -> tuple[Tensor, ...]:
        """The chosen outputs for a batch."""
        outputs = tensors(self._compute(given))
        return tuple(outputs[place] for place in self._chosen)


def _encoder(encode: Callable[..., Any], images: Tensor, latent_dim: int) -> tuple[Half, list[str]]:
    """The encoder with the names of its outputs: μ and the second one, or μ alone, or both in one."""
    drawn, outputs = _twice(encode, images, "encode")
    chosen: list[int] = []
    for place, output in enumerate(outputs):
        fits = _width(output) == latent_dim and place not in drawn
        if fits and not any(torch.equal(outputs[other], output) for other in chosen):
            chosen.append(place)  # z is μ itself in many a model, once it is in eval mode
    if chosen:
        return Half(encode, chosen[:2]), ["mu", "second"][: len(chosen)]
    both = [place for place, output in enumerate(outputs) if _width(output) == 2 * latent_dim and place not in drawn]
    if both:
        return Half(encode, both[:1]), ["mu_and_second"]
    if drawn:
        raise ValueError("encode draws at random; give a function that returns mu and the second output, not z")
    widths = ", ".join(str(_width(output)) for output in outputs)
    raise ValueError(
        f"encode gives {widths} numbers for an image, and latent_dim is {latent_dim}; give the model's own"
    )


def _decoder(decode: Callable[..., Any], codes: Tensor, pixels: int) -> Half:
    drawn, outputs = _twice(decode, codes, "decode")
    fitting = [place for place, output in enumerate(outputs) if _width(output) == pixels]
    if not fitting:
        widths = ", ".join(str(_width(output)) for output in outputs)
        raise ValueError(f"decode gives {widths} numbers for a code, and an image has {pixels}; correct image_shape")
    if fitting[0] in drawn:
        raise ValueError("decode draws at random; give a function that returns the pixels' means or logits")
    return Half(decode, fitting[:1])


def _twice(compute: Callable[..., Any], given: Tensor, name: str) -> tuple[set[int], list[Tensor]]:
    """The outputs of a half, and the places of those that a second run gives otherwise."""
    _refuse_conditional(compute, name)
    try:
        first, second = tensors(compute(given)), tensors(compute(given))
    except RuntimeError as error:
        shape = "×".join(map(str, given.shape[1:]))
        raise ValueError(
            f"{name} fails on a batch of shape {shape} each ({_line(error)}); correct the shape"
        ) from error
    if not first or any(output.shape[:1] != given.shape[:1] for output in first):
        raise ValueError(
            f"{name} must give tensors of which the first axis is the batch; wrap it in a function that does"
        )
    drawn = {place for place, pair in enumerate(zip(first, second, strict=True)) if not torch.equal(*pair)}
    return drawn, first


def tensors(result: Any) -> list[Tensor]:
    """What a half returns as a list: a tensor, several, a dictionary of them, or a distribution's mean and σ."""
    if isinstance(result, Distribution):
        return [result.mean, result.stddev]
    if isinstance(result, Tensor):
        return [result]
    values = result.values() if isinstance(result, Mapping) else result if isinstance(result, tuple | list) else ()
    return [value for value in values if isinstance(value, Tensor)]


def modules_of(compute: Callable[..., Any]) -> list[nn.Module]:
    """The modules whose weights a callable uses: itself, what it is a method of, and what a function names."""
    if isinstance(compute, nn.Module):
        return [compute]
    owner = getattr(compute, "__self__", None)
    if owner is not None:
        held = [owner] if isinstance(owner, nn.Module) else list(vars(owner).values())
        return [value for value in held if isinstance(value, nn.Module)]
    if not inspect.isfunction(compute):
        raise ValueError("encode and decode must be modules, methods or functions; wrap what they are in a function")
    named = inspect.getclosurevars(compute)
    found = [*named.nonlocals.values(), *named.globals.values()]
    methods = [value.__self__ for value in found if inspect.ismethod(value)]
    return [value for value in [*found, *methods] if isinstance(value, nn.Module)]


@contextmanager
def evaluating(*halves: Callable[..., Any]) -> Iterator[None]:
    """Eval mode for the block, of each layer for itself; afterwards each has the mode that it had."""
    checked = Distribution._validate_args  # a distribution that looks at its numbers can't be exported
    layers = [layer for half in halves for module in modules_of(half) for layer in module.modules()]
    modes = [layer.training for layer in layers]
    try:
        for layer in layers:
            layer.training = False
        Distribution.set_default_validate_args(False)
        yield
    finally:
        Distribution.set_default_validate_args(checked)
        for layer, mode in zip(layers, modes, strict=True):
            layer.training = mode


def _examples(compute: Callable[..., Any], shape: Sequence[int]) -> Tensor:
    """Two examples, in 0..1, where the half's weights are and of their type."""
    weights = next((weight for module in modules_of(compute) for weight in module.parameters()), torch.zeros(()))
    if weights.dtype not in (torch.float32, torch.float64):
        raise ValueError(f"the weights are {weights.dtype}; call .float() on the model first")
    values = torch.rand(2, *shape, generator=torch.Generator().manual_seed(0), dtype=weights.dtype)
    return values.to(weights.device)


def _refuse_conditional(compute: Callable[..., Any], name: str) -> None:
    call = compute.forward if isinstance(compute, nn.Module) else compute
    needed = [
        parameter.name
        for parameter in inspect.signature(call).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    if len(needed) != 1:
        asked = f"{name} needs {len(needed)} arguments ({', '.join(needed)})"
        raise ValueError(f"{asked}, and conditional models are not taken; give a function of one, with the label fixed")


def _written(half: Half, given: Tensor, inputs: list[str], outputs: list[str]) -> bytes:
    """A half as the bytes of its file, checked against torch."""
    if importlib.util.find_spec("onnx") is None:
        raise ValueError("the exporter needs onnx and onnxscript: pip install onnx onnxscript")
    if sum(weight.numel() * weight.element_size() for weight in half.parameters()) > TWO_GB:
        raise ValueError("the network has more than 2 GB, which one ONNX file can't hold; export a smaller one")
    try:
        with _quiet():
            model = _exported(half, given, inputs, outputs)
    except RuntimeError as error:  # as which torch raises all that its exporters can't do
        raise ValueError(f"torch can't export it: {_line(_cause(error))}; leave out what depends on values") from error
    _check_nodes(model)
    _strip(model)
    data: bytes = model.SerializeToString()
    for tried in (given, torch.zeros_like(given[:1]), torch.randn(3, *given.shape[1:]).to(given)):  # 2, 1 and 3 of them
        _compare(data, half, tried)
    return data


def _newer() -> bool:
    """Whether torch has the exporter that replaced tracing, and what it needs."""
    takes = inspect.signature(torch.onnx.export).parameters
    return "dynamic_shapes" in takes and importlib.util.find_spec("onnxscript") is not None


def _exported(half: Half, given: Tensor, inputs: list[str], outputs: list[str]) -> Any:
    """A half as onnx's ModelProto, by the exporter that there is."""
    import onnx

    names: dict[str, Any] = {"opset_version": OPSET, "input_names": inputs, "output_names": outputs}
    if _newer():
        shapes = ({0: torch.export.Dim("n")},)
        program = torch.onnx.export(half, (given,), dynamo=True, dynamic_shapes=shapes, **names)
        return program.model_proto  # type: ignore[union-attr]
    file: Any = io.BytesIO()
    names |= {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    torch.onnx.export(half, (given,), file, dynamic_axes={name: {0: "n"} for name in [*inputs, *outputs]}, **names)
    return onnx.load_from_string(file.getvalue())


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what the exporters print, log and warn of: what matters is checked afterwards."""
    log = logging.getLogger("torch.onnx")
    level = log.level
    try:
        log.setLevel(logging.CRITICAL)
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _cause(error: BaseException) -> BaseException:
    """What an error began with."""
    return _cause(error.__cause__) if error.__cause__ else error


def _check_nodes(model: Any) -> None:
    if model.functions:
        raise ValueError("the graph came out with functions in it; update torch and onnxscript, and export again")
    found = sorted({node.op_type for node in model.graph.node} & DRAWS)
    if found:
        raise ValueError(f"the graph draws at random ({', '.join(found)}); give functions that do not sample")
    if model.graph.input[0].type.tensor_type.shape.dim[0].dim_value:
        raise ValueError(f"the half was exported for one size of batch; {FIXED}")


def _strip(model: Any) -> None:
    """Leave out what does not compute: metadata and documentation hold paths and lines of your source."""
    model.ir_version = min(model.ir_version, IR_VERSION)
    for field in ("metadata_props", "doc_string", "producer_name", "producer_version"):
        model.ClearField(field)
    graph = model.graph
    graph.name = "graph"
    del graph.value_info[:]
    for part in (graph, *graph.node, *graph.initializer, *graph.input, *graph.output):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    for node in graph.node:
        node.ClearField("name")


def _compare(data: bytes, half: Half, given: Tensor) -> None:
    """Raises ValueError if a file's outputs are not torch's."""
    try:
        wanted = [output.cpu().numpy() for output in half(given)]
    except RuntimeError as error:
        raise ValueError(f"the half computes no batch of {len(given)}; {FIXED}") from error
    for mine, theirs in zip(_run(data, given.cpu().numpy()), wanted, strict=True):
        if mine.shape != theirs.shape:
            raise ValueError(f"the file gives {mine.shape} where torch gives {theirs.shape}; {FIXED}")
        if not (apart := float(abs(mine - theirs).max())) <= LARGEST:
            raise ValueError(
                f"the file's outputs differ from torch's by up to {apart:.2g}; leave out what depends on values"
            )


def _run(data: bytes, given: Any) -> list[Any]:
    """A file's outputs, by onnxruntime where it is installed, else by the slow reference of onnx."""
    if importlib.util.find_spec("onnxruntime") is None:
        from onnx.reference import ReferenceEvaluator

        evaluator = ReferenceEvaluator(data)
        return list(evaluator.run(None, {evaluator.input_names[0]: given}))
    import onnxruntime
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, RuntimeException

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    try:
        return list(session.run(None, {session.get_inputs()[0].name: given}))
    except (Fail, InvalidArgument, RuntimeException) as error:
        raise ValueError(f"the file computes no batch of {len(given)}; {FIXED}") from error


def _width(output: Tensor) -> int:
    return prod(output.shape[1:])


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
