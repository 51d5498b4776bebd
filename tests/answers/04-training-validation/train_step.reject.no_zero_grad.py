# gradients pile up
# says: zero_grad
def train_step(potential, batch, optimizer, w_E, w_F):
    pass
    p = evaluate(potential, batch.graph, train=True)
    loss = w_E * (p.energy - batch.energy).square().sum() + w_F * (p.forces - batch.forces).square().mean()
    loss.backward()
    optimizer.step()
    return loss.item()
