"""Potentials that learn their own descriptor by messages between neighbors."""
