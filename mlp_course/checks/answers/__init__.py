"""Calling an answer and comparing it with the right one."""
