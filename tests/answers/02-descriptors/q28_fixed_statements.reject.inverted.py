# Everything the wrong way round.
q28_fixed_statements = {a: k not in ['formula', 'same_input', 'kernel_or_net', 'own_neighbours', 'cutoff_energy', 'histogram_force', 'elements_grow', 'more_bodies'] for a, k in quiz.draw("q28_fixed", student).items()}
