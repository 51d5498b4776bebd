"""The room density."""
