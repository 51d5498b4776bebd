"""Structures that differ and that a descriptor takes for equal."""
