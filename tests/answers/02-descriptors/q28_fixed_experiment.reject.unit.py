# Writes the unit behind the number.
# says: must be a number, without its unit
m = np.mean(labels)
q28_fixed_experiment = {'three_first': f"{m} eV", 'three_second': m, 'four_first': high}
