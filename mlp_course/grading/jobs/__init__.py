"""From a submitted folder to marks in the gradebook: in order, in parallel, resumable."""
