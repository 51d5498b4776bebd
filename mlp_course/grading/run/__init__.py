"""Students' code, executed: warm kernels in a sandbox with limits."""
