"""The room mace."""
