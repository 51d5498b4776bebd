"""Fixed and learned descriptors side by side: the statements of both lessons, and what an answer to all of Q28 says."""

from mlp_course.quiz.questions import q28_fixed, q28_learned
from mlp_course.quiz.questions.idea import Idea

POOL = (*q28_fixed.POOL, *q28_learned.POOL)

IDEAS = (
    Idea(
        "fixed: a formula that people chose beforehand turns each environment into numbers (SOAP, ACSF, Bessel)",
        (
            r"fixed|hand.?(?:made|crafted|design)|by hand|predefined|formula|before|in advance|soap\b|acsf|symmetry func",
            r"formula|hand|predefined|before|advance|design|cho[os]|expert|human|soap\b|acsf|symmetry func|mathemat",
        ),
        (r"fixed descriptors? (?:is|are|get|gets) (?:also )?(?:trained|learned|adapted)",),
    ),
    Idea(
        "with a fixed descriptor, training changes only what comes after it: network, kernel or linear model",
        (
            r"only|just|on top|afterwards|stays?\b|remains?\b|constant|frozen"
            r"|(?:\w+n['’]t|not|never|no) (?:be |have |any )*(?:chang|train|adapt|learn|adjust|weight|param)",
            r"~train|fit|optimi|adjust|weight|param",
            r"~network|gaussian|kernel|linear|regress|on top|model|fixed",
        ),
    ),
    Idea(
        "learned: the descriptor has weights of its own, trained together with the energy",
        (
            r"learned|learnt|latter|second|messag|graph|own (?:weights|parameters)|adapts?\b|end.to.end",
            r"weights|parameters|train|optimi|fit|adapt|learn(?:s|t)?\b|neural|network|data",
        ),
        (r"learned descriptors? (?:has|have) no (?:parameters|weights)",),
    ),
    Idea(
        "how it is learned: message passing, networks that make messages from neighbours and update the atom",
        (r"messag|updat|aggregat", r"neighbou?r|atom|feature|network|layer|round|pass"),
    ),
    Idea(
        "what the choice costs: expert knowledge and blind spots against data, time and freedom",
        (
            r"expert|knowledge|data\b|cost|slow|expens|cheap|accura|flexib|blind|distinguish|interpret|comput",
            r"fixed|learned|former|latter|first|second|one\b|kind|they|it\b|but|while|whereas|more|less",
        ),
    ),
)
