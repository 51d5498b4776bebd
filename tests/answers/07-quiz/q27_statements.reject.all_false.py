# calls everything false
q27_statements = dict.fromkeys("abcdef", False)
