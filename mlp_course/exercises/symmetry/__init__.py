"""The room symmetry."""
