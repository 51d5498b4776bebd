# calls everything false
q28_statements = dict.fromkeys("abcdef", False)
