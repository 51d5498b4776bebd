"""What the tests of lesson 03 try."""
