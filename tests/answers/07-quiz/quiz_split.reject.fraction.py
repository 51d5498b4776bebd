# a fraction for per cent
# says: per cent
quiz_split = {"training": 800, "validation": 114, "test": 229, "leaking": 0.91}
