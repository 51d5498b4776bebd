"""A student's copies of the lessons: made, opened, brought up to date."""
