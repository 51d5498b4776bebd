# Calls everything true.
q28_fixed_statements = dict.fromkeys(quiz.draw("q28_fixed", student), True)
