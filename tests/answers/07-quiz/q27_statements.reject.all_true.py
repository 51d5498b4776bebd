# calls everything true
q27_statements = dict.fromkeys("abcdef", True)
