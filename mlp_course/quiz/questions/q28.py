"""Fixed and learned descriptors side by side: the statements of both lessons, the whole of Q28."""

from mlp_course.quiz.questions import descriptor_phrases, q28_fixed, q28_learned
from mlp_course.quiz.questions.idea import Idea

POOL = (*q28_fixed.POOL, *q28_learned.POOL)

IDEAS = (
    Idea(
        says=(
            "fixed: a formula that people chose beforehand turns each environment into numbers "
            "(SOAP, ACSF, Bessel)"
        ),
        said=descriptor_phrases.FORMULA,
        found=(
            r"fixed|hand.?(?:made|crafted|design)|by hand|predefined|formula|before|in advance"
            r"|soap\b|acsf|symmetry func",
            r"formula|hand|predefined|before|advance|design|cho[os]|expert|human|soap\b|acsf"
            r"|symmetry func|mathemat",
        ),
        contradicted=(
            r"fixed descriptors? (?:is|are|get|gets) (?:also )?(?:trained|learned|adapted)",
        ),
        asks=(
            "In which of the two kinds are the parameters of the descriptor trained together "
            "with the network?"
        ),
    ),
    Idea(
        says=(
            "with a fixed descriptor, training changes only what comes after it: network, kernel "
            "or linear model"
        ),
        said=descriptor_phrases.REGRESSION,
        found=(
            r"only|just|on top|afterwards|stays?\b|remains?\b|constant|frozen"
            r"|(?:\w+n['’]t|not|never|no) (?:be |have |any )*"
            r"(?:chang|train|adapt|learn|adjust|weight|param)",
            r"~train|fit|optimi|adjust|weight|param",
            r"~network|gaussian|kernel|linear|regress|on top|model|fixed",
        ),
    ),
    Idea(
        says="learned: the descriptor has weights of its own, trained together with the energy",
        said=descriptor_phrases.OWN_WEIGHTS,
        found=(
            r"learned|learnt|latter|second|messag|graph|own (?:weights|parameters)|adapts?\b"
            r"|end.to.end",
            r"weights|parameters|train|optimi|fit|adapt|learn(?:s|t)?\b|neural|network|data",
        ),
        contradicted=(r"learned descriptors? (?:has|have) no (?:parameters|weights)",),
        asks="What in a learned descriptor is trained?",
    ),
    Idea(
        says=(
            "how it is learned: message passing, networks that make messages from neighbours and "
            "update the atom"
        ),
        said=descriptor_phrases.MESSAGES,
        found=(r"messag|updat|aggregat", r"neighbou?r|atom|feature|network|layer|round|pass"),
    ),
    Idea(
        says=(
            "what the choice costs: expert knowledge and blind spots against data, time and freedom"
        ),
        said=descriptor_phrases.GAIN,
        found=(
            r"expert|knowledge|data\b|cost|slow|expens|cheap|accura|flexib|blind|distinguish"
            r"|interpret|comput",
            r"fixed|learned|former|latter|first|second|one\b|kind|they|it\b|but|while|whereas|more"
            r"|less",
        ),
    ),
)
