# worked out term by term
d01, d02, d12 = 0.96, left_bond, 0.96 + left_bond
before = (-d01 + 0.5 * d02) + (-d01 + 0.5 * d12) + (-d02 + 0.5 * d12)
after = (-d02 + 0.5 * d01) + (-d02 + 0.5 * d12) + (-d01 + 0.5 * d12)
q30_experiment = {"by_label": after - before, "by_length": 0.0, "o_and_h": np.bool_(False)}
