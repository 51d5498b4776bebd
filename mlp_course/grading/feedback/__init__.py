"""What a student may see of a graded submission."""
