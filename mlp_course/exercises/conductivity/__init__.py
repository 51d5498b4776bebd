"""The room conductivity."""
