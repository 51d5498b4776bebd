"""The course's environment, and what may be wrong with it."""
