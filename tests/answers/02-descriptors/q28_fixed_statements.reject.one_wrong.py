# One judgement is wrong.
q28_fixed_statements = {a: (k in ['formula', 'same_input', 'kernel_or_net', 'own_neighbours', 'cutoff_energy', 'histogram_force', 'elements_grow', 'more_bodies']) != (a == 'c') for a, k in quiz.draw("q28_fixed", student).items()}
