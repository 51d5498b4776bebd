# clears the gradient before and after
def train_step(potential, batch, optimizer, w_E, w_F):
    potential.zero_grad()
    p = evaluate(potential, batch.graph, train=True)
    loss = (w_E * (p.energy - batch.energy) ** 2).mean() + w_F * ((p.forces - batch.forces) ** 2).sum() / (3 * len(p.forces))
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.detach().item()
