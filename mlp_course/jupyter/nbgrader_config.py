"""What JupyterLab's Validate button goes by in a student's work folder.

Cells run as they will be for the marks, and what it says is the list of `mlp-course report`.
"""

from mlp_course.grading.points.validation import use_list
from mlp_course.grading.steps.settings import run_as_graded

run_as_graded(get_config())  # noqa: F821 (nbgrader provides it)
use_list()
