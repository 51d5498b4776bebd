# forces by autograd, without evaluate
def train_step(potential, batch, optimizer, w_E, w_F):
    from dataclasses import replace as changed
    vectors = batch.graph.vectors.clone().requires_grad_()
    energy = potential(changed(batch.graph, vectors=vectors)).sum()
    slope = torch.autograd.grad(energy, vectors, create_graph=True)[0]
    forces = torch.zeros_like(batch.forces).index_add(0, batch.graph.center, slope)
    forces = forces.index_add(0, batch.graph.neighbor, -slope)
    loss = w_E * (energy - batch.energy[0]) ** 2 + w_F * ((forces - batch.forces) ** 2).mean()
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    optimizer.step()
    return loss.item()
