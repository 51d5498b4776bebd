# predicts without train=True
# says: train=True
def train_step(potential, batch, optimizer, w_E, w_F):
    optimizer.zero_grad()
    prediction = evaluate(potential, batch.graph)
    loss = w_E * (prediction.energy - batch.energy).square().sum() + w_F * (prediction.forces - batch.forces).square().mean()
    loss.backward()
    optimizer.step()
    return loss.item()
