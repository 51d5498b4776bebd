"""The room descriptors."""
