"""Graphs of strangers: what is read of them, and what is refused before any runtime sees it."""

import numpy as np
import pytest
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.graph import read_graph
from latent_explorer.model.foreign.onnx.limits import GraphLimits
from latent_explorer.model.foreign.onnx.ports import Port
from tests.helpers.onnx_graphs import LATENTS, PIXELS, data, decoder, model, node, normal, one


def test_says_what_goes_in_and_out() -> None:
    graph = read_graph(data(decoder()))
    assert graph.inputs == (Port("z", (LATENTS,)),) and graph.outputs == (Port("x", (PIXELS,)),)
    assert graph.parameters == LATENTS * 8 + 8 + 8 * PIXELS + PIXELS
    assert graph.notes == ()


def test_keeps_nothing_that_does_not_compute() -> None:
    made = decoder()
    secret = "/home/someone/vae.py"
    for part in (made, made.graph, made.graph.node[0], made.graph.initializer[0], made.graph.input[0]):
        part.metadata_props.add(key="where", value=secret)
        part.doc_string = secret
    made.producer_name = made.graph.name = made.graph.node[0].name = secret
    made.graph.input[0].type.tensor_type.shape.dim[0].dim_param = secret
    constant = node("Constant", "", "c", value=numpy_helper.from_array(normal(PIXELS), secret))
    constant.attribute[0].doc_string = constant.attribute[0].t.doc_string = secret
    made.graph.node.extend([constant, node("Add", "x c", "y")])
    made.graph.output[0].name = "y"
    made.graph.node.append(node("Relu", "z", "unused"))
    kept = read_graph(data(made)).data
    assert secret.encode() not in kept and b"unused" not in kept


def test_weights_that_older_files_name_as_inputs_are_none() -> None:
    made = decoder()
    made.graph.input.append(helper.make_tensor_value_info("b1", TensorProto.FLOAT, [8]))
    assert [port.name for port in read_graph(data(made)).inputs] == ["z"]


def test_refuses_what_is_too_large() -> None:
    content = data(decoder())
    with pytest.raises(HalfError, match=r"has 0 MB, and 0 MB are the most"):
        read_graph(content, limits=GraphLimits(bytes=len(content) - 1))
    with pytest.raises(HalfError, match="has 4 nodes, and 3 are the most"):
        read_graph(content, limits=GraphLimits(nodes=3))
    with pytest.raises(HalfError, match="has 1 outputs; export it with μ"):
        read_graph(content, limits=GraphLimits(outputs=0))
    assert read_graph(content, limits=GraphLimits(bytes=len(content), nodes=4, outputs=1)).parameters


def test_counts_entries_before_they_are_parsed() -> None:
    empty_nodes = b"\x0a\x00" * 3000  # two bytes each, and a hundred once parsed
    content = b"\x3a" + bytes([len(empty_nodes) & 127 | 128, len(empty_nodes) >> 7]) + empty_nodes
    assert len(ModelProto.FromString(content).graph.node) == 3000
    with pytest.raises(HalfError, match="more than 2,000 entries"):
        read_graph(content, limits=GraphLimits(entries=2000))
    with pytest.raises(HalfError, match="no ONNX graph"):
        read_graph(content)


def test_counts_whole_numbers_by_their_length() -> None:
    made = one("Gather", "x i", {"i": np.zeros(1, np.int64)})
    tensor = made.graph.initializer[0]
    tensor.CopyFrom(helper.make_tensor("i", TensorProto.INT64, [100_000], [0] * 100_000))
    with pytest.raises(HalfError, match="entries"):
        read_graph(data(made), limits=GraphLimits(entries=1000))
    assert read_graph(data(made)).inputs


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"PK\x03\x04" + bytes(60), b"<html>" * 20, b"\x3a\xff\xff\xff\xff\x0f"]
)
def test_refuses_what_is_no_graph(content: bytes) -> None:
    with pytest.raises(HalfError, match="no ONNX graph"):
        read_graph(content)


def test_refuses_any_beginning_of_a_file() -> None:
    content = data(decoder())
    for length in range(0, len(content), 7):
        with pytest.raises(HalfError):
            read_graph(content[:length])


def test_reads_or_refuses_whatever_bytes_were_changed() -> None:
    content = data(decoder())
    random = np.random.default_rng(0)
    read = 0
    for _ in range(1500):
        changed = bytearray(content)
        for place in random.integers(len(content), size=random.choice([1, 2, 5])):
            changed[place] = random.integers(256)
        try:
            read += bool(read_graph(bytes(changed)).inputs)
        except HalfError as error:
            assert str(error).isprintable() and len(str(error)) < 400
    assert 300 < read < 1200  # as changed weights are read, and changed structure is not


def test_refuses_nodes_that_give_or_take_nothing() -> None:
    """All that follows asks for first outputs and inputs: an IndexError would end the whole folder's loading."""
    constant = node("Constant", "", "c", value=numpy_helper.from_array(normal(3)))
    for operator, at_fault in (("Constant", constant), ("Identity", node("Identity", "x", "i"))):
        for outputs in ([], ["a", "b"]) if operator == "Constant" else ([],):
            made = decoder()
            made.graph.node.append(at_fault)
            made.graph.node[-1].output[:] = outputs
            with pytest.raises(HalfError, match="no ONNX graph, or is damaged"):
                read_graph(data(made))
    for last in ("Log", "Identity", "Sigmoid"):
        made = decoder(last)
        del made.graph.node[-1].input[:]
        with pytest.raises(HalfError, match="no ONNX graph, or is damaged"):
            read_graph(data(made))
    for operator in ("Shape", "Relu", "Concat"):
        made = decoder()
        made.graph.node.append(node(operator, "", "unused"))
        with pytest.raises(HalfError, match="no ONNX graph, or is damaged"):
            read_graph(data(made))


def test_reads_a_constant_that_claims_to_be_of_another_type() -> None:
    for name in ("value", "value_int", "value_ints", "value_float", "value_floats"):
        for kind in range(15):
            made = decoder()
            made.graph.node.append(NodeProto(op_type="Constant", output=["c"]))
            made.graph.node[-1].attribute.add(name=name, type=kind)
            assert read_graph(data(made)).inputs, (name, kind)


def test_refuses_a_tensor_in_parts() -> None:
    made = decoder()
    made.graph.initializer[1].segment.end = 4
    with pytest.raises(HalfError, match="holds b1 in parts"):
        read_graph(data(made))


def test_refuses_or_reads_whatever_names_were_taken_away() -> None:
    """Nodes without outputs and inputs among them."""
    constants = [node("Constant", "", name, value_ints=[1]) for name in ("c", "d")]
    for place in range(6):
        for field in ("input", "output", "attribute"):
            made = decoder()
            made.graph.node.extend(constants)
            del getattr(made.graph.node[place], field)[:]
            try:
                assert read_graph(data(made)).inputs
            except HalfError as error:
                assert str(error).isprintable()


def test_refuses_other_operators() -> None:
    with pytest.raises(HalfError, match="uses NonZero, which is not among the operators taken"):
        read_graph(data(one("NonZero")))
    custom = one("Relu")
    custom.graph.node[0].domain = "com.example"
    custom.opset_import.add(domain="com.example", version=1)
    with pytest.raises(HalfError, match=r"Relu of com\.example"):
        read_graph(data(custom))


def test_refuses_branches_and_loops() -> None:
    inner = helper.make_graph([node("Relu", "x", "r")], "inner", [], [helper.make_tensor_value_info("r", 1, None)])
    branch = node("If", "c", "y", then_branch=inner, else_branch=inner)
    with pytest.raises(HalfError, match=r"branches or loops \(If\)"):
        read_graph(data(model([branch], {"x": ["n", 3]}, {"y": ["n", 3]}, {"c": np.array(True)})))
    hidden = one("Relu")  # an operator that is taken, with a graph that it does not need
    hidden.graph.node[0].attribute.append(helper.make_attribute("body", inner))
    with pytest.raises(HalfError, match="branches or loops"):
        read_graph(data(hidden))


def test_refuses_functions() -> None:
    made = one("Relu")
    imports = [helper.make_opsetid("", 20)]
    made.functions.append(helper.make_function("here", "Twice", ["a"], ["b"], [node("Add", "a a", "b")], imports))
    with pytest.raises(HalfError, match="holds the function Twice"):
        read_graph(data(made))


@pytest.mark.parametrize("opset", [6, 29])
def test_refuses_versions_that_the_runtime_does_not_know(opset: int) -> None:
    with pytest.raises(HalfError, match=f"of opset {opset}, and 7 to 28 are known here; export it with opset 20"):
        read_graph(data(one("Relu", opset=opset)))
    newer = decoder()
    newer.ir_version = 15
    with pytest.raises(HalfError, match="of IR version 15"):
        read_graph(data(newer))


def test_refuses_absurd_sizes_of_what_it_holds() -> None:
    made = decoder()
    made.graph.initializer[0].dims[:] = [2**40, 8]
    with pytest.raises(HalfError, match="w1 is of an absurd size, 1099511627776×8"):
        read_graph(data(made))
    made.graph.initializer[0].dims[:] = [LATENTS, 9]
    with pytest.raises(HalfError, match="w1 does not hold 4×9 numbers"):
        read_graph(data(made))
    made.graph.initializer[0].dims[:] = [-4, -8]
    with pytest.raises(HalfError, match="absurd"):
        read_graph(data(made))


@pytest.mark.parametrize(
    ("operator", "inputs", "shape"),
    [
        ("ConstantOfShape", "s", [100_000, 100_000]),
        ("Expand", "x s", [10**12, 12]),
        ("Tile", "x s", [10**6, 10**6]),
        ("Resize", "x   s", [1, 10**10]),
        ("Reshape", "x s", [-1, 10**10]),
    ],
)
def test_refuses_absurd_sizes_of_what_it_asks_for(operator: str, inputs: str, shape: list[int]) -> None:
    made = one(operator, inputs, {"s": np.array(shape, np.int64)})
    if operator == "Resize":
        made.graph.node[0].input[:] = ["x", "", "", "s"]
    with pytest.raises(HalfError, match=f"{operator} asks for more numbers than any network needs"):
        read_graph(data(made))


def test_refuses_absurd_images() -> None:
    with pytest.raises(HalfError, match="x is of an absurd size"):
        read_graph(data(model([node("Relu", "x", "y")], {"x": ["n", 3, 10**6, 10**6]}, {"y": None})))  # type: ignore[dict-item]


def test_refuses_sparse_and_unknown_numbers() -> None:
    made = decoder()
    made.graph.initializer[0].data_type = TensorProto.STRING
    with pytest.raises(HalfError, match="w1 holds numbers of the type STRING"):
        read_graph(data(made))
    sparse = one("Relu")
    sparse.graph.sparse_initializer.add().dims.append(3)
    with pytest.raises(HalfError, match="sparse"):
        read_graph(data(sparse))


def test_wants_a_free_batch_axis() -> None:
    fixed = decoder()
    fixed.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1
    with pytest.raises(
        HalfError, match=r'input z has a batch axis of 1; export it with a free one: dynamic_axes={"z": {0: "n"}} in'
    ):
        read_graph(data(fixed))
    unsaid = decoder()
    unsaid.graph.input[0].type.tensor_type.ClearField("shape")
    with pytest.raises(HalfError, match="does not say the shape of its input z"):
        read_graph(data(unsaid))


def test_refuses_labels() -> None:
    made = decoder()
    made.graph.input.append(helper.make_tensor_value_info("label", TensorProto.INT64, ["n"]))
    with pytest.raises(HalfError, match="label is of the type int64"):
        read_graph(data(made))


def encoder_that_draws(opset: int = 20) -> ModelProto:
    """Outputs z, drawn, and mu and log_var."""
    nodes = [
        node("MatMul", "x w1", "mu"),
        node("MatMul", "x w2", "log_var"),
        node("RandomNormalLike", "mu", "e"),
        node("Exp", "log_var", "s"),
        node("Mul", "e s", "noise"),
        node("Add", "mu noise", "z"),
    ]
    outputs = {name: ["n", LATENTS] for name in ("z", "mu", "log_var")}
    weights = {"w1": normal(PIXELS, LATENTS), "w2": normal(PIXELS, LATENTS)}
    return model(nodes, {"x": ["n", PIXELS]}, outputs, weights, opset)  # type: ignore[arg-type]


@pytest.mark.parametrize("opset", [20, 22])
def test_leaves_out_what_is_drawn(opset: int) -> None:
    graph = read_graph(data(encoder_that_draws(opset)))
    assert [port.name for port in graph.outputs] == ["mu", "log_var"]
    assert graph.notes == ("the output z is drawn at random, and was left out",)
    assert b"Random" not in graph.data


@pytest.mark.parametrize("opset", [20, 22])
def test_refuses_what_is_all_drawn(opset: int) -> None:
    made = encoder_that_draws(opset)
    del made.graph.output[1:]
    with pytest.raises(
        HalfError, match=r"draws at random \(RandomNormalLike\); export it with mu and the second output"
    ):
        read_graph(data(made))


def test_refuses_a_dropout_that_trains() -> None:
    for training in ({"t": np.array(True)}, {"t": np.zeros(LATENTS, bool)}):
        made = one("Dropout", "x ratio t", {"ratio": np.float32(0.5), **training})
        with pytest.raises(HalfError, match=r"in training mode, with Dropout at work; call eval\(\)"):
            read_graph(data(made))
    assert read_graph(data(one("Dropout", "x ratio t", {"ratio": np.float32(0.5), "t": np.array(False)}))).outputs
    assert read_graph(data(one("Dropout"))).outputs


@pytest.mark.parametrize(("opset", "outputs"), [(20, "y"), (20, "y a b"), (9, "y a b c d")])
def test_refuses_a_batch_normalization_that_trains(opset: int, outputs: str) -> None:
    statistics = {name: np.ones(PIXELS, np.float32) for name in ("s", "o", "m", "v")}
    mode = {"training_mode": 1} if outputs == "y" else {}
    made = one("BatchNormalization", "x s o m v", statistics, opset, **mode)
    evaluates = one("BatchNormalization", "x s o m v", statistics, opset)
    made.graph.node[0].output[:] = outputs.split()
    with pytest.raises(HalfError, match="in training mode, with BatchNormalization at work"):
        read_graph(data(made))
    assert read_graph(data(evaluates)).parameters == 4 * PIXELS


def test_warns_of_the_logarithm_of_a_sigmoid() -> None:
    made = decoder()
    made.graph.node.append(node("Log", "x", "log_x"))
    made.graph.output[0].name = "log_x"
    (note,) = read_graph(data(made)).notes
    assert note.startswith("the output log_x is the logarithm of a sigmoid") and "logits" in note


def test_refuses_what_is_used_before_it_is_computed() -> None:
    made = decoder()
    made.graph.node.insert(0, made.graph.node.pop())
    with pytest.raises(HalfError, match=r"before it is computed|never computes"):
        read_graph(data(made))
    made = decoder()
    made.graph.output[0].name = "elsewhere"
    with pytest.raises(HalfError, match="never computes its output elsewhere"):
        read_graph(data(made))


def test_names_in_messages_are_short_and_on_one_line() -> None:
    made = one("Relu")
    made.graph.node[0].op_type = "Bad\n\x1b[31m" + "x" * 500
    with pytest.raises(HalfError) as raised:
        read_graph(data(made))
    assert str(raised.value).isprintable() and len(str(raised.value)) < 250
