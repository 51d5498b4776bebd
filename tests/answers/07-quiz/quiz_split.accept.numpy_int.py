# NumPy integers
quiz_split = {"training": np.int64(800), "validation": np.int64(114), "test": np.int64(229), "leaking": 100 * (1 - 0.3**2)}
