"""Reference data: quantum-chemistry engines, sampling plans, and the resumable labelling run."""
