# calls everything true
q28_learned_statements = dict.fromkeys("abcdef", True)
