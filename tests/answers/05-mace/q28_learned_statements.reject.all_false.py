# calls everything false
q28_learned_statements = dict.fromkeys("abcdef", False)
