# the remainder goes to training
quiz_split = {"training": 801, "validation": 114, "test": 228, "leaking": 91}
