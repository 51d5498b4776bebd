"""The room collect."""
