def energy_force_loss(E_pred, E, F_pred, F, w_E, w_F):
    mse = torch.nn.functional.mse_loss
    return w_E * mse(E_pred, E) + w_F * mse(F_pred, F)
