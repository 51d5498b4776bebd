"""How permutation invariance comes about: statements, and what a good answer says."""

from mlp_course.quiz.questions import phrases
from mlp_course.quiz.questions.idea import Idea

POOL = (
    {
        "matrix": (
            "A network that reads the whole distance matrix row by row is invariant to "
            "relabelling, because no distance depends on a label."
        ),
        "order_of_sum": (
            "Adding atomic energies gives the same total for every numbering of the atoms, "
            "provided that no atomic energy depends on the numbering."
        ),
    },
    {
        "chained": (
            "Writing the feature vectors of the neighbours one after another, in the order in "
            "which a neighbour list returns them, keeps a descriptor permutation invariant."
        ),
        "two_hydrogens": (
            "If two hydrogen atoms exchange their labels, the energy must stay the same, even if "
            "they are bonded to different atoms."
        ),
    },
    {
        "any_atoms": (
            "Permutation invariance means that any two atoms may change places, an oxygen with a "
            "hydrogen too, without a change of energy."
        ),
        "pooled": (
            "What an atom's descriptor says must not depend on the order in which its neighbours "
            "are listed; a sum over the neighbours sees to that."
        ),
    },
    {
        "eigenvalues": (
            "The eigenvalues of a Coulomb matrix, ordered by size, do not depend on how the atoms "
            "are numbered."
        ),
        "enough": (
            "Writing the energy as a sum over atoms is enough, by itself, to make a model "
            "permutation invariant."
        ),
    },
    {
        "elements": (
            "Models tell elements apart on purpose, by one network for each element or by the "
            "element as an input."
        ),
        "sorted": (
            "A descriptor that lists the neighbours' distances sorted by length gives forces that "
            "never jump."
        ),
    },
    {
        "equal_share": (
            "Permutation invariance requires that all atoms have the same atomic energy."
        ),
        "messages": (
            "Message-passing networks combine the messages of the neighbours by a sum, mean or "
            "maximum, because these do not depend on the order."
        ),
    },
    {
        "average": (
            "A model that takes the mean of the atomic energies instead of their sum is no longer "
            "permutation invariant."
        ),
        "forces_follow": (
            "When atoms are relabelled, the list of forces is relabelled in the same way."
        ),
    },
    {
        "copies": (
            "Training an ordinary network on many relabelled copies makes it exactly permutation "
            "invariant."
        ),
        "sizes": (
            "A sum of atomic energies also lets one model be used for systems with different "
            "numbers of atoms."
        ),
    },
)

IDEAS = (
    Idea(
        says="the energy is a sum of atomic energies, and a sum has no order",
        said=phrases.SUMMED,
        found=(r"sums?(?![a-z])|summ|add(?:s|ed|ing|ition)?\b|Σ", r"~energ|contribution|e_i"),
    ),
    Idea(
        says="the sum alone is not enough: each atomic energy must be free of labels, too",
        said=phrases.NOT_ENOUGH,
        found=(
            r"not (?:be )?(?:enough|suffic)|insufficient|alone|also|too\b|itself|must|each|every"
            r"|either|provided|as well",
            r"descriptor|atomic energ|local energ|environment|atomic contribution",
        ),
        contradicted=(
            r"(?:sum|addi)\w*\b(?:(?!\bnot\b|n['’]t|\b(?:never|would)\b).)*\b"
            r"(?:enough|sufficient|suffices?)\b",
        ),
        asks="What if an atomic energy depends on the order in which the neighbours are listed?",
    ),
    Idea(
        says=(
            "each descriptor is symmetric in its neighbours: sum, sorting or another symmetric "
            "function"
        ),
        said=phrases.UNORDERED,
        found=(
            r"neighbou?r",
            r"sum|sort|symmetric|histogram|pool|average|mean\b|add|aggregat|order\w* by"
            r"|(?:\w+n['’]t|not|never|no|independent|regardless|irrespective|invarian\w*)\b.*\b"
            r"(?:order|permut|label|exchang)",
        ),
        contradicted=(
            r"neighbou?rs? (?:is|are) (?:ordered|sorted|listed) by (?:index|label|number)",
        ),
        asks="What happens to such a list when two equal atoms exchange their labels?",
    ),
    Idea(
        says="only atoms of the same element may be exchanged",
        said=phrases.SAME_ELEMENT,
        found=(
            r"(?:same|equal|identical|one) (?:chemical )?(?:element|species|kind|type)|like atoms"
            r"|identical atoms|equal atoms|chemical element|which element"
            r"|different (?:elements|species)|(?:each|every|per) element",
        ),
        contradicted=(
            r"any (?:two )?atoms (?:can|may|could) (?:be )?"
            r"(?:swap|exchang|interchang|permut|change places)",
        ),
        asks=(
            "Is a molecule in which an oxygen and a hydrogen have exchanged places still the "
            "same molecule?"
        ),
    ),
)
