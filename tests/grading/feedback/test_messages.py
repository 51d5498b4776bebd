"""What a student is told of a card in lists: its sentence, and no name of ours."""

import numpy as np
from nbformat import v4

from mlp_course.checks.cards.showing import collected
from mlp_course.exercises import symmetry
from mlp_course.grading.feedback.messages import VISIBLE, message_about


def from_own_copy(exercise, answer):
    """A notebook whose test was run in the student's own copy, which has no hidden tests."""
    error = None
    with collected():
        try:
            exercise.check(answer)
        except AssertionError as raised:
            error = raised
    said = v4.new_output(
        "error",
        ename=type(error).__name__,
        evalue=str(error),
        traceback=error._render_traceback_(),
    )
    about = {"grade_id": f"{exercise.name}_test", "grade": True, "solution": False, "points": 1}
    source = f"exercise.{exercise.name}.check({exercise.name})"
    cell = v4.new_code_cell(source, metadata={"nbgrader": about}, outputs=[said], execution_count=1)
    return v4.new_notebook(cells=[cell])


def test_the_sentence_of_a_card_is_told_without_the_name_of_its_error():
    notebook = from_own_copy(symmetry.sum_of_atoms, lambda local, positions, numbers: 14.0)
    found = message_about(notebook, "sum_of_atoms")
    assert found.text == "The first atom is missing. Got 14, expected 15."
    assert found.place == VISIBLE


def test_an_array_in_it_is_not_cut_at_its_first_row():
    notebook = from_own_copy(symmetry.distance_matrix, lambda positions: np.zeros((3, 3)))
    text = message_about(notebook, "distance_matrix").text
    assert text.startswith("The distances of 3 atoms are wrong. Got [[0. 0. 0.]\n [0. 0. 0.]")
    assert text.endswith("[3. 4. 0.]].")
