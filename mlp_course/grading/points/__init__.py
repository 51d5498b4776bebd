"""The room points."""
