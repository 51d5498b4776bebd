# one neighbour only
# says: two
quiz_split = {"training": 800, "validation": 114, "test": 229, "leaking": 70}
