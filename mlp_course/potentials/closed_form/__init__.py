"""Potentials that one linear solve fits, or that need no fit."""
