"""What the tests of lesson 06 try."""
