"""What the tests of lesson 02 try."""
