def mae(predicted, true):
    a, b = torch.as_tensor(predicted, dtype=torch.float64), torch.as_tensor(true, dtype=torch.float64)
    return (a.flatten() - b.flatten()).abs().mean().item()
