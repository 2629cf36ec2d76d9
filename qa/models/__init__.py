"""Embedding models and where they come from. The only home of onnxruntime and torch."""
