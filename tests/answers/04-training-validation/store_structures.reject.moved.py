# Stores the labels with atoms that are elsewhere
# says: positions changed
def store_structures(path, atoms_list):
    from ase.calculators.singlepoint import SinglePointCalculator
    from ase.db import connect

    with connect(path) as database:
        for atoms in atoms_list:
            labels = dict(atoms.calc.results)
            moved = atoms.copy()
            moved.positions -= moved.get_center_of_mass()
            moved.calc = SinglePointCalculator(moved, **labels)
            database.write(moved)
