# calculated from what the cell above has drawn
q27_experiment = dict(pairs=float(longer), energy=sum(known) / len(known), deviation=float(amplitude))
