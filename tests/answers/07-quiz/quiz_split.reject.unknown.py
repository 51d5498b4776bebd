# some other number
# says: no slip that is known
quiz_split = {"training": 800, "validation": 114, "test": 229, "leaking": 33}
