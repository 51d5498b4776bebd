"""What is learned in a potential on learned descriptors (fixed ones: lesson 02).

This file holds statements, and what a good answer says.
"""

from mlp_course.quiz.questions import descriptor_phrases
from mlp_course.quiz.questions.idea import Idea

POOL = (
    {
        "aggregate": (
            "In a message-passing potential one network makes messages from the features of the "
            "neighbours, and another makes an atom's new features from the sum of its messages."
        ),
        "last_network": (
            "In a message-passing potential only the last network, which turns features into an "
            "energy, has weights that are trained."
        ),
    },
    {
        "distances_first": (
            "Before the first message, the features of an atom contain the distances to its "
            "neighbours."
        ),
        "element_first": (
            "Before the first message, the features of an atom say nothing but which element it is."
        ),
    },
    {
        "chain": (
            "With three layers and a cutoff of 5 Å, an atom 12 Å away can change an atomic energy, "
            "provided that there are atoms between them to pass the message on."
        ),
        "coulomb": (
            "A message-passing potential with several layers describes Coulomb forces between "
            "fragments that are 100 Å apart in vacuum."
        ),
    },
    {
        "depth": (
            "A network that passes messages of distances tells any two different molecules apart "
            "if only it has enough layers."
        ),
        "triples": (
            "Messages that contain angles distinguish some structures that messages of distances, "
            "within the same cutoff, cannot."
        ),
    },
    {
        "inside": (
            "In an equivariant network the features inside may turn with the molecule, while the "
            "energy stays as it is."
        ),
        "vectors": (
            "As soon as one feature inside a network is a vector, the predicted energy depends on "
            "the orientation of the molecule."
        ),
    },
    {
        "groups": "To contain four-body terms, MACE lists all groups of four atoms.",
        "products": (
            "MACE reaches four bodies in one message by multiplying sums over neighbours with each "
            "other."
        ),
    },
    {
        "choices": (
            "With a learned descriptor one still has to choose the cutoff, the number of layers "
            "and the kind of features."
        ),
        "settings": (
            "With a learned descriptor nothing is left to choose: cutoff and number of layers are "
            "learned as well."
        ),
    },
    {
        "data_need": "A learned descriptor always needs less training data than a fixed one.",
        "start": (
            "A learned descriptor that was trained on many materials can be the starting point for "
            "a new one, which then needs less new data."
        ),
    },
    {
        "addition": (
            "Adding the messages of all neighbours makes the result independent of their order."
        ),
        "mean": (
            "Messages must be averaged, not added: otherwise the energy depends on the order of "
            "the neighbours."
        ),
    },
)

IDEAS = (
    Idea(
        says=(
            "fixed: a formula chosen beforehand, by expert knowledge, describes each environment "
            "(SOAP, ACSF, Bessel)"
        ),
        said=descriptor_phrases.FORMULA,
        found=(
            r"fixed|hand.?(made|crafted)|predefined|formula|before(hand)?|expert|\bsoap\b|acsf"
            r"|symmetry function",
            r"descriptor|environment|formula|feature|vector",
        ),
        contradicted=(r"fixed descriptors? (is|are) (also )?(trained|learned)",),
        asks=(
            "In which of the two kinds are the parameters of the descriptor trained together "
            "with the network?"
        ),
    ),
    Idea(
        says=(
            "in the fixed kind, training changes only the regression on top: network, Gaussian "
            "process, linear model"
        ),
        said=descriptor_phrases.REGRESSION,
        found=(
            r"train|fit|learn|weight|parameter",
            r"network|gaussian|kernel|linear|regression|on top|only",
        ),
    ),
    Idea(
        says="learned: message passing makes the descriptor, from the features of the neighbours",
        said=descriptor_phrases.MESSAGES,
        found=(r"messag|aggregat|pass", r"neighbou?r|atom|feature"),
    ),
    Idea(
        says="its parts are networks as well (messages, updates), trained together with the energy",
        said=descriptor_phrases.MESSAGE_NETWORKS,
        found=(
            r"train|learn|optimi",
            r"network|weight|parameter",
            r"messag|updat|descri|feature|together|jointly",
        ),
        contradicted=(r"learned descriptors? (has|have) no (parameters|weights)",),
        asks="What are messages and updates made by, and what is trained there?",
    ),
    Idea(
        says=(
            "several rounds let an atom hear of atoms beyond the cutoff, layers times cutoff at "
            "most"
        ),
        said=descriptor_phrases.FARTHER,
        found=(
            r"round|layer|iterat|repeat|hop|receptive",
            r"cut-?off|neighbou?r|far|beyond|distan|reach|field",
        ),
        contradicted=(r"(infinite|unlimited) range", r"messag\w* passing (is|gives) long.range"),
        asks=(
            "How far does one message come, how far do several, and what about fragments far apart?"
        ),
    ),
    Idea(
        says=(
            "both keep the symmetries: invariant by construction, or equivariant features "
            "contracted to scalars"
        ),
        said=descriptor_phrases.SYMMETRIC,
        found=(r"invarian|equivarian|symmetr",),
        contradicted=(r"energy (then )?depends on (the )?orientation",),
        asks="What becomes of equivariant features before the energy is computed?",
    ),
    Idea(
        says=(
            "the price or gain: expert choice against data and cost; or what a fixed one never "
            "sees is lost"
        ),
        said=descriptor_phrases.GAIN,
        found=(
            r"expert|knowledge|choice|choos|data|cost|slow|expens|accura|lost|flexib|interpret"
            r"|overfit",
        ),
    ),
)
