"""What an instructor runs: lessons released, submissions graded, feedback written, graders graded, classes reported on.

Everything goes through nbgrader, hardened by `settings.harden`, so that formgrader and the plain nbgrader commands show
and give the same marks. Imports point upwards in this list: `cells`, `names`, `course`, `steps`, `needed`; `lint`,
`repair`, `sandbox`, `warm` (which starts the program `zygote`, bounded by `limits`), `kernels`, `listen`, `control`,
`suspicion`, `execute`, `redact`, `suggestion`, `messages`; `settings`; `release`; `gradebook`, `collect`, `feedback`;
`autograde`, `marks`; `command`. The audit: `bank`, `crew`, `rehearsal`, `verdict`, `audit`, `audit_command`. Reports:
`standing`, `difficulties`, `report_command`. Students' code is run by one class, `execute.Survive`, in kernels that
`warm` forks.
"""
