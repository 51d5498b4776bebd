"""How many points a student has, from the notebooks alone."""
