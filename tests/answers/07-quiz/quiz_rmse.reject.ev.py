# eV/Å
# says: 1000 meV
quiz_rmse = 0.0892
