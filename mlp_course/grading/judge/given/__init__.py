"""What an answer is given: arguments, files, and what it changes of them."""
