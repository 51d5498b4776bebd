"""What is better turned than read, without a network or a kernel.

There are atoms in 3-D, and a knob for one number of a figure. The same output works in JupyterLab,
in exported HTML and on the course's pages.
"""

from mlp_course.viewer.atoms import MOST_FRAMES, view
from mlp_course.viewer.knob import MOST_VALUES, knob

__all__ = ["MOST_FRAMES", "MOST_VALUES", "knob", "view"]
