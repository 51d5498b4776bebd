# calls everything false
q29_statements = dict.fromkeys("abcdef", False)
