"""What the tests of lesson 01 try."""
