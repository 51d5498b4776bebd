import statistics


def committee_disagreement(predictions):
    return [statistics.stdev(float(value) for value in column) for column in zip(*predictions)]
