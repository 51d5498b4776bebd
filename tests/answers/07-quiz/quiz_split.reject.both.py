# both neighbours
# says: both
quiz_split = {"training": 800, "validation": 114, "test": 229, "leaking": 49}
