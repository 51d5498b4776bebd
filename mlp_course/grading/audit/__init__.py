"""The graders, graded: every answer of a bank is put into a lesson and marked."""
