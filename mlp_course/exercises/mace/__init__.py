"""What the tests of lesson 05 try."""
