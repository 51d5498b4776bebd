"""What is odd in an answer, and which submissions are nearly alike."""
