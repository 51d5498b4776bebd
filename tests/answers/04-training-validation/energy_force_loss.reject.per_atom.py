# N instead of 3N
# says: 3N components
def energy_force_loss(E_pred, E, F_pred, F, w_E, w_F):
    return w_E * (E_pred - E) ** 2 + w_F * ((F_pred - F) ** 2).sum() / len(F)
