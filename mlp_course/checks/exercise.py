"""An exercise: what its test tries, and all that is said about it.

Title, points and hints stand here once, beside the trial: the lesson, the cards, the start page and
the reports say the same.

    @exercise("Exercise 2: `distance_matrix`", points=1, hints=("...", "...", "..."))
    def distance_matrix(answer, rng):
        positions = rng.uniform(-4, 4, (5, 3))
        expect(call(answer, positions), cdist(positions, positions))

In the lesson, `distance_matrix.check(...)` runs the trial on the student's function. When it is
graded, the same trial runs with other seeds: what is hidden are fresh numbers, nothing else.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mlp_course.checks.answers.calling import GIVEN
from mlp_course.checks.answers.expect import Mismatch
from mlp_course.checks.answers.library import library_function
from mlp_course.checks.cards.card import COMPLETE, OPEN, RIGHT, STOPPED, WRONG, Card
from mlp_course.checks.cards.frames import (
    Frame,
    is_raised_in_a_cell,
    own_frames,
    says_open,
)
from mlp_course.checks.cards.showing import show
from mlp_course.checks.cards.wording import words_of, writable

LATER = "When it is graded it is tried again, with fresh numbers."
FRESH = "It is right with fresh numbers, too."
NOT_YET = "This is not what was expected."
UNWRITTEN = "Write your answer into the cell above, and run it."


@dataclass(frozen=True)
class Exercise:
    """One exercise; made by `exercise`.

    `trial(*answers, rng)` raises AssertionError, with a sentence, if an answer is wrong. It may
    return what to say to a right one. If it is `told_later` whether an answer is right, a trial
    only sees to it that nothing is missing.
    """

    name: str
    title: str
    points: float
    hints: tuple[str, ...]
    trial: Callable[..., str | None]
    seeds: tuple[int, ...] = (1,)
    told_later: bool = False
    asked: list[str] = field(default_factory=list, compare=False, repr=False)

    def check(self, *answers: Any, seeds: Sequence[int] | None = None) -> None:
        """Try the answers with each of the `seeds`, and show a card.

        Whoever gives seeds grades: of a right answer a notebook does not show this again. Raises
        what is wrong with the answers, of which a notebook shows one line.
        """
        graded = seeds is not None
        failed = None
        try:
            said = self._try(answers, self.seeds if seeds is None else seeds)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            failed = error
        if failed is not None:
            card = self.card_for(failed)
            show(card)
            raise _in_one_line(failed, card)
        state = COMPLETE if self.told_later else RIGHT
        show(self._card(state, FRESH if graded else said), only_collected=graded)

    def __repr__(self) -> str:
        # Not all hints at once, which whoever looks at the name has not asked for
        return f"{self.title}: exercise.{self.name}.check(...), exercise.{self.name}.hint()"

    def hint(self) -> None:
        """Print one more hint."""
        if len(self.asked) < len(self.hints):
            self.asked.append(self.hints[len(self.asked)])
        for number, sentence in enumerate(self.asked, start=1):
            print(f"Hint {number} of {len(self.hints)}: {sentence}")

    def card_for(self, error: BaseException) -> Card:
        """What to show of an answer that ended its trial with this error."""
        if says_open(error):
            return self._card(OPEN, UNWRITTEN)
        frames = own_frames(error)
        given = _given(error)
        if isinstance(error, AssertionError) and not _is_the_answers_own(error):
            if isinstance(error, Mismatch):
                sentence = error.sentence or NOT_YET
                return self._card(WRONG, sentence, comparison=error.comparison)
            return self._card(WRONG, str(error) or NOT_YET)
        if getattr(type(error), "is_a_sentence", False):
            return self._card(STOPPED, words_of(error))
        if not frames and not given:
            return self._card(WRONG, self._unusable(error))
        return self._card(STOPPED, self._stopped(error, frames, given), frames=frames)

    def _try(self, answers: tuple, seeds: Sequence[int]) -> str:
        """Run the trial; what to say if all is right."""
        asked = [name for name in inspect.signature(self.trial).parameters if name != "rng"]
        if len(answers) != len(asked):
            raise AssertionError(
                f"The test wants {len(asked)} in its brackets, it was given {len(answers)}: "
                "run the lesson's own test cell."
            )
        for answer in answers:
            place = library_function(answer, self.name)
            if place:
                raise AssertionError(
                    f"This is the library's function, `{place}`: "
                    "run your answer cell again, so that your own is tested."
                )
        if not self.draws:
            return self.trial(*answers) or ""
        said = None
        for seed in seeds:
            said = self.trial(*answers, rng=np.random.default_rng(seed))
        return said or LATER

    @property
    def draws(self) -> bool:
        """Whether the trial draws numbers, so that fresh ones can follow."""
        return "rng" in inspect.signature(self.trial).parameters

    def _card(self, state: str, sentence: str, **more: Any) -> Card:
        said = writable(sentence)
        return Card(state, self.name, self.title, self.points, said, hints=self.hints, **more)

    def _unusable(self, error: BaseException) -> str:
        """A sentence about an answer that ran, and gave what the test stumbled over."""
        return (
            f"The test cannot work with what `{self.name}` gave it: give what the exercise asks "
            f"for, of that type and shape ({_kind_and_words(error)})."
        )

    def _stopped(self, error: BaseException, frames: Sequence[Frame], given: str) -> str:
        """A sentence about an error of the student's code."""
        said = _kind_and_words(error)
        on = f" on {given}" if given else ""
        if not frames:
            return f"`{self.name}` stopped{on}: {said}"
        where = f"in line {frames[-1].line} of your cell"
        return f"`{self.name}` stopped{on}, {where}: {said}"


def _in_one_line(error: BaseException, card: Card) -> BaseException:
    """The error, or another that says the same, of which a notebook shows one line."""
    # By its own name everybody would take the answer for an open one.
    trace = error.__traceback__
    if isinstance(error, NotImplementedError) and card.state != OPEN:
        error = RuntimeError(_kind_and_words(error)).with_traceback(trace)
    elif _has_a_traceback_of_its_own(error):
        # Pages and tables show the name.
        namesake = type(type(error).__name__, (RuntimeError,), {})
        error = namesake(words_of(error)).with_traceback(trace)
    # IPython asks an error by this name what to show instead of a traceback. The error's own
    # class may forbid it attributes.
    vars(error)["_render_traceback_"] = lambda: [card.one_line]
    return error


def _has_a_traceback_of_its_own(error: BaseException) -> bool:
    """Whether IPython asks the error for nothing, or asks it for words that it does not have."""
    try:
        str(error)
    except Exception:
        return True
    met = []
    before: BaseException | None = error
    while before is not None and before not in met:
        met.append(before)
        before = before.__context__
    is_group = any(isinstance(each, BaseExceptionGroup) for each in met)
    return is_group or isinstance(error, SyntaxError | SystemExit)


def _kind_and_words(error: BaseException) -> str:
    kind = type(error).__name__
    text = words_of(error)
    return f"{kind}: {text}" if text else kind


def _given(error: BaseException) -> str:
    """On what an answer stopped, in words; '' if it was not the answer that did."""
    given = vars(error).get(GIVEN, "")
    return given if isinstance(given, str) else ""


def _is_the_answers_own(error: AssertionError) -> bool:
    """Whether an `assert` of the answer's own failed, not one of the test's."""
    return bool(_given(error)) and (is_raised_in_a_cell(error) or not words_of(error))


def exercise(
    title: str,
    *,
    points: float,
    hints: Sequence[str],
    seeds: Sequence[int] = (1,),
    told_later: bool = False,
) -> Callable[[Callable[..., str | None]], Exercise]:
    """Make a trial an exercise, called like the trial; `title` is the heading in the lesson."""

    def made(trial: Callable[..., str | None]) -> Exercise:
        name = trial.__name__
        return Exercise(name, title, points, tuple(hints), trial, tuple(seeds), told_later)

    return made
