"""Where nbgrader finds this course's files.

How it grades is set in mlp_course/grading/steps/settings.py.
"""

from pathlib import Path

from mlp_course.grading.points.validation import use_list
from mlp_course.grading.steps.settings import harden

c = get_config()  # noqa: F821 (nbgrader provides it)
root = Path(__file__).resolve().parent
c.CourseDirectory.course_id = "mlp_course"
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.db_url = f"sqlite:///{(root / 'grading' / 'gradebook.db').as_posix()}"
harden(c)
use_list()
