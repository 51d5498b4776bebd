"""What an instructor runs: submissions graded, feedback written, graders graded, classes reported on."""
