# weights swapped
# says: expected
def energy_force_loss(E_pred, E, F_pred, F, w_E, w_F):
    return w_F * (E_pred - E) ** 2 + w_E * ((F_pred - F) ** 2).mean()
