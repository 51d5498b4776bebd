"""The room steps."""
