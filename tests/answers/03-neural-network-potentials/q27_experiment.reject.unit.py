# writes the unit, too
# says: plain number
q27_experiment = {"pairs": 4, "energy": "-4.067 eV", "deviation": 3.0}
