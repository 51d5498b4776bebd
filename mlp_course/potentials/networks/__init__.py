"""Potentials that are a network on top of a fixed descriptor."""
