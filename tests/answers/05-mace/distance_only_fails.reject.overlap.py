# atoms on top of each other
# says: on top of each other
def distance_only_fails():
    return np.zeros((3, 3)), np.ones((3, 3))
