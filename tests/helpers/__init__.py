"""What several tests need; tests import from here, never from each other.

specimens        structures, and one small potential of every family
cheap_engine     a reference engine that costs nothing;  soft_solid  dynamics that cost little
tiny_course      a lesson of four items;  tiny_class  its students, with the marks they must get
courses          its fixtures;  compose  submissions put together
grading          the tiny lesson graded, its table read
epochs           a release takes the epochs of its worked lesson
running          which tests begin early, which are slow, how long to wait
layout           which module lies on which floor of which folder
contract         what every potential keeps
kernels          one cell, run in a forked kernel
adversaries      hand-ins that attack;  odd_files  hand-ins with flaws;  interruptions  kills
small_course     the bootstrap alone;  small_book  a site of one lesson
chromium, labs, site_browser    a browser, JupyterLab in it, the site in it
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # the folder of the course
