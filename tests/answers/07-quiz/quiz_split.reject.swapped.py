# validation and test exchanged
# says: 10 %
quiz_split = {"training": 800, "validation": 229, "test": 114, "leaking": 91}
