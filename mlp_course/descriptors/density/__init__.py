"""Descriptors that are made from one density of neighbors."""
