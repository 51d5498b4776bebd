# the percentages themselves
# says: 70 %
quiz_split = {"training": 70, "validation": 10, "test": 20, "leaking": 91}
