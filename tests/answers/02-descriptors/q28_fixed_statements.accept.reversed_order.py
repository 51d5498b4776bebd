# Letters in another order.
q28_fixed_statements = {a: k in ['formula', 'same_input', 'kernel_or_net', 'own_neighbours', 'cutoff_energy', 'histogram_force', 'elements_grow', 'more_bodies'] for a, k in reversed(list(quiz.draw("q28_fixed", student).items()))}
