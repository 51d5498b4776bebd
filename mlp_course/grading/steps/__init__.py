"""nbgrader's steps as this course takes them."""
