# energy forgotten
# says: weights|loss
def train_step(potential, batch, optimizer, w_E, w_F):
    optimizer.zero_grad()
    p = evaluate(potential, batch.graph, train=True)
    loss = 0 + w_F * (p.forces - batch.forces).square().mean()
    loss.backward()
    optimizer.step()
    return loss.item()
