"""Graphs in ONNX: checked, taken apart, and computed in a process of their own, which imports no torch."""
