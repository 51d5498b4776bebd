"""The room classical."""
