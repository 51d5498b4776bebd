"""What tests of plain numbers and tables try, in several lessons."""
