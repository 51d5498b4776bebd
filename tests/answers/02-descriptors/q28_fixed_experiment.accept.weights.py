# A weighted mean by hand, rounded to two decimals.
m = round((1 * high + copies * low) / (copies + 1), 2)
q28_fixed_experiment = {"four_first": float(high), "three_second": m, "three_first": m}
