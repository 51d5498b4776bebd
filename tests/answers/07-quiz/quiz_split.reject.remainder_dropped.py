# drops the remainder
# says: remainder
quiz_split = {"training": 800, "validation": 114, "test": 228, "leaking": 91}
