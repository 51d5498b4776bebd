"""Marks as tables: deadlines, rosters, exports, what was hard."""
