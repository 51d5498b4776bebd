# forces lose digits
# says: forces changed
from ase.db import connect
from ase.calculators.singlepoint import SinglePointCalculator
def store_structures(path, atoms_list):
    with connect(path) as db:
        for atoms in atoms_list:
            copy = atoms.copy()
            copy.calc = SinglePointCalculator(copy, energy=atoms.get_potential_energy(), forces=atoms.get_forces().round(3))
            db.write(copy)
