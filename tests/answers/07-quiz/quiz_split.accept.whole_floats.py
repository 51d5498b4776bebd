# whole numbers written as floats
quiz_split = {"training": 800.0, "validation": 114, "test": 229, "leaking": 91}
