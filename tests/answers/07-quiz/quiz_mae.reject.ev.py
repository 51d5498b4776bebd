# eV/Å
# says: 1000 meV
quiz_mae = 0.084
