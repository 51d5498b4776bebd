# torch.std
def committee_disagreement(predictions):
    return torch.as_tensor(np.array(predictions, dtype=float)).std(dim=0)
