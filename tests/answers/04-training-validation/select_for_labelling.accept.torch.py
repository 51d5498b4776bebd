# topk
def select_for_labelling(disagreement, k):
    return torch.topk(torch.tensor(np.asarray(disagreement)), k).indices
