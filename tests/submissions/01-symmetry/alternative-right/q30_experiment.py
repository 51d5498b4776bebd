swap = [0, 2, 1]
change = chain_energy(chain[swap], lambda d: d) - chain_energy(chain, lambda d: d)
q30_experiment = {"by_label": change, "by_length": 0, "o_and_h": np.bool_(False)}
