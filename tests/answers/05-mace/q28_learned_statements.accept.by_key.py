# from the keys
q28_learned_statements = {letter: key in ("triples", "start", "aggregate") for letter, key in quiz.draw("q28_learned", student).items()}
