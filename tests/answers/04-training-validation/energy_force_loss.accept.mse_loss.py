# torch.nn.functional
def energy_force_loss(E_pred, E, F_pred, F, w_E, w_F):
    from torch.nn.functional import mse_loss
    return w_E * mse_loss(E_pred, E) + w_F * mse_loss(F_pred, F)
