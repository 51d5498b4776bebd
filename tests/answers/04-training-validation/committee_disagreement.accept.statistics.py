# the standard library
def committee_disagreement(predictions):
    from statistics import stdev
    return [stdev([float(v) for v in column]) for column in zip(*predictions)]
