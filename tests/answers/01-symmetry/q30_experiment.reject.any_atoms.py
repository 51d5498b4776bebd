# believes that O and H may change places
# says: one element
q30_experiment = {"by_label": -1.5 * (left_bond - 0.96), "by_length": 0.0, "o_and_h": True}
