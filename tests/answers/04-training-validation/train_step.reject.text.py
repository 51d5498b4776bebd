# Returns the loss as a text
# says: That is a text
def train_step(potential, batch, optimizer, w_E, w_F):
    optimizer.zero_grad()
    prediction = evaluate(potential, batch.graph, train=True)
    energy = (prediction.energy - batch.energy).square().sum()
    forces = (prediction.forces - batch.forces).square().mean()
    loss = w_E * energy + w_F * forces
    loss.backward()
    optimizer.step()
    return f"{loss.item()}"
