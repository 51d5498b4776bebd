# torch
def force_rmse(predicted_list, true_list):
    d = torch.cat([torch.as_tensor(np.asarray(p)) - torch.as_tensor(np.asarray(t)) for p, t in zip(predicted_list, true_list)])
    return d.square().mean().sqrt().item()
