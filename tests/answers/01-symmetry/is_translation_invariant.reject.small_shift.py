# a thousandth of an ångström, tolerance a millionth of an eV
# says: so little
def is_translation_invariant(energy, positions, numbers, rng):
    return abs(energy(positions + 1e-3 * rng.normal(size=3), numbers) - energy(positions, numbers)) < 1e-6
