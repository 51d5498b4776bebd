# norm instead of square
# says: lengths
def energy_force_loss(E_pred, E, F_pred, F, w_E, w_F):
    return w_E * (E_pred - E) ** 2 + w_F / (3 * len(F)) * (F_pred - F).norm(dim=1).sum()
