def train_step(potential, batch, optimizer, w_E, w_F):
    mse = torch.nn.functional.mse_loss
    prediction = evaluate(potential, batch.graph, train=True)
    loss = w_E * mse(prediction.energy, batch.energy) + w_F * mse(prediction.forces, batch.forces)
    potential.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())
