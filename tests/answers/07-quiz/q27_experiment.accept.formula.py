# from the numbers of the locked cell
n = int(np.prod(repeat))
q27_experiment = {"pairs": n, "third_power": n**3, "break_even": (label * labels + training) / (label - step)}
