# sorted with a key
def select_for_labelling(disagreement, k):
    return sorted(range(len(disagreement)), key=lambda i: disagreement[i], reverse=True)[:k]
