"""Versions: which number a new file gets and why, and what changed between two. No Django."""

from datasets.versioning.labels import Shape, Step, next_step

__all__ = ["Shape", "Step", "next_step"]
