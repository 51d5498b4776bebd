right = {"order_of_sum", "two_hydrogens", "pooled", "eigenvalues", "elements", "messages", "forces_follow", "sizes"}
q30_statements = {letter: key in right for letter, key in quiz.draw("q30", student).items()}
q30_statements["c"] = not q30_statements["c"]  # one of six is wrong
