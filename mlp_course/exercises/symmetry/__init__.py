"""The exercises of lesson 01, in its order."""

from mlp_course.exercises.symmetry.distances import distance_matrix, minimum_image_distances
from mlp_course.exercises.symmetry.invariance import (
    is_permutation_invariant,
    is_rotation_equivariant,
    is_rotation_invariant,
    is_translation_invariant,
)
from mlp_course.exercises.symmetry.questions import (
    q29_experiment,
    q29_statements,
    q30_experiment,
    q30_statements,
)
from mlp_course.exercises.symmetry.rotations import random_rotation
from mlp_course.exercises.symmetry.sums import sum_of_atoms

# As in the lesson
IN_ORDER = (
    random_rotation,
    distance_matrix,
    minimum_image_distances,
    is_translation_invariant,
    is_rotation_invariant,
    is_permutation_invariant,
    is_rotation_equivariant,
    sum_of_atoms,
    q29_statements,
    q29_experiment,
    q30_statements,
    q30_experiment,
)
