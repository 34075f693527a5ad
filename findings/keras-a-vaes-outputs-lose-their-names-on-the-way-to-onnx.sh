#!/usr/bin/env bash
# Behaviour: on Keras' PyTorch backend, Model.export(format="onnx") of a VAE's encoder
#   - is refused before the model has been called once, though it is a functional model whose shapes are all known;
#   - then names its outputs by numbers, not by its layers: which of two outputs of one shape is z_mean and which z_log_var
#     only their order tells; the input keeps its name;
#   - leaves the batch free, though its documentation says that it becomes 1;
#   - fails where the encoder ends in the usual sampling layer with a SeedGenerator, whose generator has no place in a graph.
#     The same encoder cut before that layer is exported, and computes what Keras computes.
# Version: keras 3.15.1 with torch 2.13.0, onnxscript 0.7.2, onnx 1.23.2, onnxruntime 1.32.0, seen 2026-11-30.
# Why a good guess is wrong: a functional model that was built needs no call for summary, save or predict; layers are named
#   for the sake of such tools; and on this backend the documentation of the batch says the contrary.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check keras==3.15.1 torch==2.13.0 onnxscript==0.7.2 onnx==1.23.2 \
  onnxruntime==1.32.0 numpy==2.4.6
cat >look.py <<'PYTHON'
import keras
import numpy as np
import onnxruntime
from keras import layers

keras.utils.set_random_seed(0)


class Sampling(layers.Layer):
    def __init__(self):
        super().__init__()
        self.seed = keras.random.SeedGenerator(1)

    def call(self, moments):
        mean, log_var = moments
        return mean + keras.ops.exp(log_var / 2) * keras.random.normal(keras.ops.shape(mean), seed=self.seed)


image = keras.Input((8, 8, 1), name="image")
hidden = layers.Flatten()(image)
mean, log_var = layers.Dense(2, name="z_mean")(hidden), layers.Dense(2, name="z_log_var")(hidden)
cut = keras.Model(image, [mean, log_var])
whole = keras.Model(image, [mean, log_var, Sampling()([mean, log_var])])
some = np.random.default_rng(0).random((5, 8, 8, 1), dtype=np.float32)


def export(name, model):
    try:
        model.export("made.onnx", format="onnx", verbose=False)
    except Exception as error:
        print(f"seen: {name}: {type(error).__name__}")
        return
    session = onnxruntime.InferenceSession("made.onnx", providers=["CPUExecutionProvider"])
    inputs, outputs = session.get_inputs(), session.get_outputs()
    there = session.run(None, {inputs[0].name: some})
    alike = all(np.allclose(a, b, atol=1e-5) for a, b in zip(there, model.predict(some, verbose=0), strict=True))
    names = [output.name if not output.name.isdecimal() else "a number" for output in outputs]
    print(f"seen: {name}: input {inputs[0].name} {inputs[0].shape[0]}, outputs {names}, in order: {alike}")


export("not called", cut)
for model in (cut, whole):
    model(some[:1])
export("cut", cut)
export("with sampling", whole)
PYTHON
KERAS_BACKEND=torch venv/bin/python -W ignore look.py 2>notes | grep "^seen" | tee seen
diff seen - <<'WANTED'
seen: not called: ValueError
seen: cut: input image batch, outputs ['a number', 'a number'], in order: True
seen: with sampling: SymbolicValueError
WANTED
