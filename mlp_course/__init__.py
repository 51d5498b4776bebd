"""The helper library of the course: build, train and check interatomic potentials (eV, Å, fs)."""
