# mean over components
def energy_force_loss(E_pred, E, F_pred, F, w_E, w_F):
    return w_E * (E_pred - E).square() + w_F * torch.mean((F_pred - F) ** 2)
