"""For students nbgrader's own settings are right; without this file it would warn at every start."""
