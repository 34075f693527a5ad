"""Files that hold a model and are not read as weights: what each is, and the lines that make one that can be read."""

import io
import zipfile
from pathlib import PurePath

ZIP, HDF5, TFLITE = b"PK\x03\x04", b"\x89HDF\r\n\x1a\n", b"TFL3"
LEGACY = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."  # as torch.save began before PyTorch 1.6: 0x1950a86a20f9469cfc6c
TORCH_SAFE = '    torch.save(model.state_dict(), "weights.pt")'
EXPORT = "    latent_explorer.export_onnx(model.encode, model.decode, images.shape[1:], latent_dim=20)"
TORCH = f"{TORCH_SAFE}\nor, whatever the architecture,\n{EXPORT}"
KERAS = """    encoder.export("encoder.onnx", format="onnx")
    decoder.export("decoder.onnx", format="onnx")"""
SAFETENSORS = """    weights = {name: values.contiguous().clone() for name, values in model.state_dict().items()}
    safetensors.torch.save_file(weights, "weights.safetensors")  # clones: two tensors can't share memory there"""


def refused_format(name: str, data: bytes) -> str | None:
    """Why a file of this name and content is not read: a sentence and some lines of Python; None where it may be."""
    if data[6:9] == b"\0\0{":  # safetensors; one file in 32 has a header whose length begins as a pickle does
        return None
    suffix = PurePath(name).suffix.lower()
    if data.startswith(HDF5):
        return _keras(name, "is an HDF5 file, as Keras and h5py write, whose layers' meaning is in Python code")
    if data[4:8] == TFLITE or suffix == ".tflite":
        return _keras(name, "is a TensorFlow Lite model, whose numbers are often rounded to 8 bits")
    if data.startswith(ZIP):
        return _refused_zip(name, data)
    if suffix == ".onnx":
        return f"{name} is an ONNX graph and not weights; give two of them, encoder.onnx and decoder.onnx"
    if suffix in (".joblib", ".pkl", ".pickle") or (data[:1] == b"\x80" and not data.startswith(LEGACY)):
        return (
            f"{name} is a pickle, which can run code, and is not opened; save the weights where you made it:\n{TORCH}"
        )
    return None


def _refused_zip(name: str, data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return f"{name} is cut short or damaged; copy it again"
    inside = {entry.partition("/")[2] for entry in names}  # torch's archives keep all in one folder
    if "constants.pkl" in inside:
        lines = f'    torch.save(torch.jit.load({name!r}).state_dict(), "weights.pt")'
        return (
            f"{name} is a TorchScript archive, which is a program, and is not run; take the weights out of it:\n{lines}"
        )
    if "archive_format" in inside or "serialized_exported_program.json" in names:
        lines = f'    torch.save(torch.export.load({name!r}).state_dict, "weights.pt")'
        return f"{name} is an exported program of PyTorch, and is not run; take the weights out of it:\n{lines}"
    if {"config.json", "metadata.json"} <= set(names):
        return _keras(name, "is a Keras archive, whose layers may be Python code")
    if "data.pkl" not in inside:
        return f"{name} is a zip archive without weights of PyTorch; give a file that this makes:\n{TORCH}"
    return None


def _keras(name: str, what: str) -> str:
    return f"{name} {what}, and is not opened; export both halves of the model from Keras:\n{KERAS}"
