# Judged one by one.
right = ['formula', 'same_input', 'kernel_or_net', 'own_neighbours', 'cutoff_energy', 'histogram_force', 'elements_grow', 'more_bodies']
q28_fixed_statements = {}
for letter, key in quiz.draw("q28_fixed", student).items():
    q28_fixed_statements[letter] = key in right
