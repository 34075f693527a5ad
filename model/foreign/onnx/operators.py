"""The operators that a foreign network may use: arithmetic on tensors of numbers, whose cost its shapes bound.

Not among them: control flow (Loop, If, Scan), operators on text, sequences and pictures, and whatever is no part of
ONNX itself. Source: the operators of the default domain, opset 28, https://onnx.ai/onnx/operators/.
"""

from typing import TYPE_CHECKING

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.constants import Constants
from latent_explorer.model.foreign.onnx.limits import NOT_ONNX
from latent_explorer.model.foreign.onnx.words import EXPORT, shown

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

RANDOM = {"RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial"}
CONTROL = {"If", "Loop", "Scan", "SequenceMap"}
_NAMES = """
Abs Acos Acosh Add Asin Asinh Atan Atanh Ceil Clip Cos Cosh CumSum Div Erf Exp Floor Log Max Mean Min Mod Mul Neg
Pow Reciprocal Round Sign Sin Sinh Sqrt Sub Sum Tan
And Equal Greater GreaterOrEqual IsInf IsNaN Less LessOrEqual Not Or Where Xor
Celu Elu Gelu HardSigmoid HardSwish Hardmax LeakyRelu LogSoftmax Mish PRelu Relu Selu Shrink Sigmoid Softmax
Softplus Softsign Swish Tanh ThresholdedRelu
Conv ConvTranspose Einsum GRU Gemm LSTM MatMul RNN Attention
AveragePool GlobalAveragePool GlobalLpPool GlobalMaxPool LpPool MaxPool MaxUnpool
BatchNormalization Dropout GroupNormalization InstanceNormalization LRN LayerNormalization LpNormalization
MeanVarianceNormalization RMSNormalization
ArgMax ArgMin ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
ReduceSumSquare TopK
Cast CastLike Compress Concat Constant ConstantOfShape DepthToSpace Expand EyeLike Flatten Gather GatherElements
GatherND Identity OneHot Pad Range Reshape Resize ReverseSequence ScatterElements ScatterND Shape Size Slice
SpaceToDepth Split Squeeze Tile Transpose Trilu Unsqueeze Upsample
AffineGrid GridSample
ConvInteger DequantizeLinear DynamicQuantizeLinear MatMulInteger QLinearConv QLinearMatMul QuantizeLinear
"""
ALLOWED = RANDOM | set(_NAMES.split())
SOURCES = {"Constant", "RandomNormal", "RandomUniform"}  # that take no input


def check_ends(model: "ModelProto") -> None:
    """Raises HalfError at a node that gives nothing, or takes nothing where its operator does.

    So whoever reads a node finds its first output, and its first input but for a source.
    """
    for node in model.graph.node:
        one = node.op_type != "Constant" or len(node.output) == 1
        if not node.output or not one or not (node.input or node.op_type in SOURCES):
            raise HalfError(NOT_ONNX)


def check_operators(model: "ModelProto", constants: Constants) -> None:
    """Raises HalfError at the first thing that a foreign network may not hold."""
    if model.functions:
        name = shown(model.functions[0].name)
        raise HalfError(f"the graph holds the function {name}, and only plain operators are taken; {EXPORT}")
    for node in model.graph.node:
        _check_allowed(node)
        if node.op_type == "BatchNormalization" and _takes_from_batch(node):
            raise HalfError(_training(node))
        if node.op_type == "Dropout" and not _is_off(node, constants):
            raise HalfError(_training(node))


def _check_allowed(node: "NodeProto") -> None:
    if node.domain not in ("", "ai.onnx"):
        whose = f"{shown(node.op_type)} of {shown(node.domain)}"
        raise HalfError(f"the graph uses {whose}, and only operators of ONNX itself are taken; {EXPORT}")
    if node.op_type in CONTROL or any(attribute.HasField("g") or attribute.graphs for attribute in node.attribute):
        raise HalfError(f"the graph branches or loops ({shown(node.op_type)}), which is not taken; {EXPORT}")
    if node.op_type not in ALLOWED:
        raise HalfError(f"the graph uses {shown(node.op_type)}, which is not among the operators taken; {EXPORT}")


def _takes_from_batch(node: "NodeProto") -> bool:
    """Whether a BatchNormalization takes its statistics from the batch: before opset 14 its outputs tell."""
    asked = any(attribute.name == "training_mode" and attribute.i for attribute in node.attribute)
    return asked or sum(bool(name) for name in node.output) > 1


def _is_off(node: "NodeProto", constants: Constants) -> bool:
    """Whether a Dropout has no third input, which says that it trains, or one that is a constant and says no."""
    return len(node.input) < 3 or not node.input[2] or constants.get(node.input[2]) == [0]


def _training(node: "NodeProto") -> str:
    how = "call eval() on the model and export it again"
    return f"the graph was exported in training mode, with {shown(node.op_type)} at work; {how}"
