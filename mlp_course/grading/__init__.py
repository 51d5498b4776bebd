"""What an instructor runs: to release, to grade, to write feedback, to audit graders, to report.

Everything goes through nbgrader, hardened by `settings.harden`, so that formgrader and the plain
nbgrader commands show and give the same marks. Students' code is run by one class,
`execute.Survive`, in kernels that `warm` forks.

`mlp-course grade` is `session.Session`: `collect` brings submissions in (`archive` opens,
`handed_in` reads names); `autograde` asks for what is not finished yet (`memory`); `writer` makes a
`parcel` of each; `workers` execute it here, in other processes (`crew`) or on a cluster; `writer`
alone writes into the gradebook; `marks`, `deadline`, `terms`, `roster`, `exports` and `similar`
make tables, `summary` the screen. Imports point upwards in this list: `cells`, `names`, `course`,
`steps`, `needed`; `lint`, `repair`, `sandbox`, `warm` (which starts the program `zygote`, bounded
by `limits`), `kernels`, `listen`, `control`, `suspicion`, `execute`, `redact`, `suggestion`,
`messages`; `quick`; `settings`; `release`; `gradebook`, `parcel`, `memory`; `feedback`, `writer`,
`crew`; `autograde`, `workers`; `collect`, `marks`, `similar`; `summary`, `exports`, `terms`;
`session`; `handout`; `command`. The audit: `bank`, `rehearsal`, `verdict`, `audit`,
`audit_command`. Reports: `standing`, `difficulties`, `report_command`. To try it all: `sample`.
"""
