# forces teach nothing
# says: forces taught nothing
def train_step(potential, batch, optimizer, w_E, w_F):
    optimizer.zero_grad()
    p = evaluate(potential, batch.graph, train=True)
    loss = w_E * (p.energy - batch.energy).square().sum() + w_F * (p.forces.detach() - batch.forces).square().mean()
    loss.backward()
    optimizer.step()
    return loss.item()
