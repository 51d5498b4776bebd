"""What a student sees of a test: one card, as a page, as text, and as plain values."""
