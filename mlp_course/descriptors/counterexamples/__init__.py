"""The room counterexamples."""
