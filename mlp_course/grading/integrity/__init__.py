"""The room integrity."""
