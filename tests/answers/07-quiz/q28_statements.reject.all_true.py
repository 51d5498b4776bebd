# calls everything true
q28_statements = dict.fromkeys("abcdef", True)
