"""What a test does with an answer, and what it says: one card for every exercise."""
