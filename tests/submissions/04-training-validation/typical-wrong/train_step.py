def train_step(potential, batch, optimizer, w_E, w_F):
    prediction = evaluate(potential, batch.graph, train=True)  # no zero_grad
    loss = w_E * ((prediction.energy - batch.energy) ** 2).sum() + w_F * ((prediction.forces - batch.forces) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
