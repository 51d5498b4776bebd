"""mlp_course.plots."""

from mlp_course.plots.curves import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    RED,
    SKY,
    STYLE,
    all_distances,
    atomic_networks,
    environment,
    learning_curve,
    message_round,
    parity,
    plain_log_ticks,
    similarity_matrix,
    skeleton,
    training_curves,
    use_style,
    verdicts,
)
