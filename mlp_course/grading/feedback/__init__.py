"""The room feedback."""
