# the frames that do not leak
# says: neither
quiz_split = {"training": 800, "validation": 114, "test": 229, "leaking": 9}
