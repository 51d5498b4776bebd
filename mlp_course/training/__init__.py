"""mlp_course.training."""

from mlp_course.training.trainer import (
    Event,
    Listener,
    Recipe,
    Trainer,
    batch_loss,
    energy_force_loss,
    fit,
    gradient_step,
)
