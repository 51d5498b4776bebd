# a loop over atoms
def energy_force_loss(E_pred, E, F_pred, F, w_E, w_F):
    loss = w_E * (E_pred - E) ** 2
    for predicted, true in zip(F_pred, F):
        loss = loss + w_F / (3 * F.shape[0]) * torch.dot(predicted - true, predicted - true)
    return loss
