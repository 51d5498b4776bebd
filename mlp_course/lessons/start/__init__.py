"""The page to start from: quick, so it loads nothing but the standard library."""
