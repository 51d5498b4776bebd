"""The judge: tests run apart from the answers they test, and only plain data passes between."""
