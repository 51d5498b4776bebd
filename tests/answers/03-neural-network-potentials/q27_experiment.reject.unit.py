# writes the unit, too
# says: without its unit
q27_experiment = {"pairs": 4, "energy": "-4.067 eV", "deviation": 3.0}
