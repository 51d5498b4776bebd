"""The room numbers."""
