# believes that a random split does not leak
# says: not independent
quiz_split = {"training": 800, "validation": 114, "test": 229, "leaking": 0}
