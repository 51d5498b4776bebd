# the library's loss
from mlp_course.training import energy_force_loss as library_loss
def train_step(potential, batch, optimizer, w_E, w_F):
    loss = library_loss(evaluate(potential, batch.graph, train=True), batch, w_E, w_F)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())
