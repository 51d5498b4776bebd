# asked for in order of id
from ase.db import connect
def load_structures(path):
    with connect(path) as db:
        return [db.get_atoms(id=row.id) for row in db.select(sort="id")]
