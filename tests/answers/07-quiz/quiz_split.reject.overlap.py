# a frame in two sets
# says: two sets
quiz_split = {"training": 801, "validation": 114, "test": 229, "leaking": 91}
