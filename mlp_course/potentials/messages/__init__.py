"""The room messages."""
