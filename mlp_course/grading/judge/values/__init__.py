"""Plain data: what an answer gives, taken apart and rebuilt."""
