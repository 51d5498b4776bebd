# energy not squared
# says: not squared
def energy_force_loss(E_pred, E, F_pred, F, w_E, w_F):
    return w_E * (E_pred - E).abs() + w_F * ((F_pred - F) ** 2).mean()
