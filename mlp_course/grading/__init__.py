"""What an instructor runs: lessons released to students, submissions graded, feedback written.

Everything goes through nbgrader, hardened by `settings.harden`, so that formgrader and the plain
nbgrader commands show and give the same marks. Imports point upwards in this list: `cells`, `course`,
`steps`, `needed`; `lint`, `repair`, `execute`, `redact`; `settings`; `release`; `gradebook`, `collect`, `feedback`;
`autograde`, `marks`; `command`. Students' code is run by one class, `execute.Survive`: other kernels go there.
"""
