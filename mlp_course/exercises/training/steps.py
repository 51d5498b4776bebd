"""The loss, and one step of training with energies and forces."""

import torch

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import a_number
from mlp_course.checks.exercise import exercise
from mlp_course.descriptors import ACSF
from mlp_course.exercises.training.ethanol import frames
from mlp_course.potentials import BehlerParrinello
from mlp_course.training import Trainer, gradient_step


@exercise(
    "Exercise 9: `energy_force_loss`",
    points=2,
    hints=(
        "Two squares, each with its weight; forces as a mean over components.",
        "w_E (E_pred - E)² + w_F / (3N) · Σ (F_pred - F)².",
        "Section 4.4. Stay with tensors: `float()`, `.item()` and `.detach()` cut the loss off.",
    ),
)
def energy_force_loss(answer, rng):
    """Both terms, the factor 3N, squares, and a result that can be differentiated."""
    forces = torch.tensor([[1.0, 0.0, 0.0], [0.0, 2.0, 2.0]], requires_grad=True)
    energy = torch.tensor(3.0, requires_grad=True)
    value = call(answer, energy, torch.tensor(1.0), forces, torch.zeros(2, 3), 0.5, 6.0)
    assert isinstance(value, torch.Tensor), (
        "Return a torch tensor: a float cannot be differentiated."
    )
    assert value.numel() == 1, f"The loss is one number, yours has shape {tuple(value.shape)}."
    expect(
        value.reshape(()),
        11.0,
        mistakes={
            "The factor 1/(3N) is missing: the force term must be a mean over components.": 56.0,
            "You divided by N; there are 3N components.": 29.0,
            "The force term is missing.": 2.0,
            "You took lengths of the force errors, not their squares.": 2 + 1.0 + 8.0**0.5,
            "The energy error is not squared.": 10.0,
            "The energy term is missing.": 9.0,
            "The two weights are exchanged.": 24.75,
            "You took absolute values, not squares.": 6.0,
        },
        because="Not w_E (ΔE)² + w_F/(3N) Σ ΔF².",
    )
    assert value.requires_grad, "The loss was cut off from the predictions: do not detach them."
    value.reshape(()).backward()
    assert energy.grad is not None and forces.grad is not None, (
        "The loss was cut off from the predictions: do not detach them."
    )

    E_pred, E = torch.from_numpy(rng.normal(size=2))
    F_pred, F = torch.from_numpy(rng.normal(size=(2, 7, 3)))
    expect(
        call(answer, E_pred, E, F_pred, F, 1.7, 0.3).reshape(()),
        1.7 * (E_pred - E) ** 2 + 0.3 * ((F_pred - F) ** 2).mean(),
        because="Not w_E (ΔE)² + w_F/(3N) Σ ΔF².",
    )


@exercise(
    "Exercise 10: `train_step`",
    points=3,
    hints=(
        "Five moves: forget the old gradient, predict, compute the loss, go back, step.",
        "`optimizer.zero_grad()`, `evaluate(..., train=True)`, loss, `loss.backward()`, "
        "`optimizer.step()`.",
        "Section 4.4. `train=True` keeps the graph, so that the forces teach the weights, too.",
    ),
)
def train_step(answer, rng):
    """Two steps of plain gradient descent: the losses returned, and where the weights end up."""
    for w_E, w_F in ((0.5, 2.0), (0.0, 1.0)):
        frame = frames()[int(rng.integers(len(frames())))]
        _expect_two_steps(answer, frame, w_E, w_F)


def _expect_two_steps(answer, frame, w_E: float, w_F: float) -> None:
    """After each step the weights are those of the library's."""
    losses, weights = _two_steps(answer, frame, w_E, w_F)
    right, wanted = _two_steps(gradient_step, frame, w_E, w_F)
    _, without = _two_steps(gradient_step, frame, w_E, 0.0)
    at_start = _weights_of(_network())
    expect(
        weights[0],
        wanted[0],
        rtol=1e-5,
        mistakes={
            "The forces taught nothing: predict with train=True and do not detach them.": without[
                0
            ],
            "The weights have not changed: call loss.backward() and optimizer.step().": at_start,
        },
        because="The weights after one step are wrong.",
    )
    expect(
        weights[1],
        wanted[1],
        rtol=1e-5,
        because="The second step went astray: did you forget optimizer.zero_grad()?",
    )
    expect(losses, right, rtol=1e-5, because="Return the loss before the step, as a float.")


def _two_steps(step, frame, w_E: float, w_F: float) -> tuple[list[float], list[torch.Tensor]]:
    """The losses that `step` returns, and the weights after each."""
    network = _network()
    (batch,) = Trainer(network, [frame]).train
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3)
    losses = []
    weights = []
    for _ in range(2):
        try:
            loss = step(network, batch, optimizer, w_E, w_F)
        except RuntimeError as error:
            # What PyTorch says of a loss without a graph does not name the cause.
            if "does not require grad" not in str(error):
                raise
            raise AssertionError(
                "The loss is cut off from the weights: predict with "
                "`evaluate(potential, batch.graph, train=True)`, and do not detach."
            ) from error
        losses.append(_as_number(loss))
        weights.append(_weights_of(network))
    return losses, weights


def _as_number(loss) -> float:
    """The loss that a step returned."""
    assert loss is not None, "train_step returned nothing: return the loss before the step."
    return a_number(loss)


def _network() -> BehlerParrinello:
    return BehlerParrinello(ACSF([1, 6, 8], 4.0), hidden=(5,), seed=0)


def _weights_of(network: BehlerParrinello) -> torch.Tensor:
    """All weights in a row, as they are now."""
    return torch.nn.utils.parameters_to_vector(network.parameters()).detach().clone()
