# copies with labels attached again
import ase.db
from ase.calculators.singlepoint import SinglePointCalculator
def store_structures(path, atoms_list):
    with ase.db.connect(str(path)) as db:
        for atoms in atoms_list:
            copy = atoms.copy()
            copy.calc = SinglePointCalculator(copy, energy=atoms.get_potential_energy(), forces=atoms.get_forces())
            db.write(copy)
