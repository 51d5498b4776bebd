# letters and judgements side by side
q29_statements = dict(zip("abcdef", (True, True, False, False, True, False)))
