"""What an instructor runs: submissions and graders graded, feedback written, classes reported."""
