"""How translation and rotation invariance come about: statements, and what a good answer says."""

from mlp_course.quiz.questions import phrases
from mlp_course.quiz.questions.idea import Idea

POOL = (
    {
        "differences": (
            "A model that sees only differences r_j − r_i gives the same energy wherever the "
            "molecule is."
        ),
        "harmonics": (
            "The spherical harmonics Y_lm of the directions to the neighbours do not change when "
            "the molecule turns, so each of them can be fed to a network as an invariant number."
        ),
    },
    {
        "additive": (
            "Writing the total energy as a sum of atomic energies is what makes it independent of "
            "orientation."
        ),
        "distances": (
            "Every function of the interatomic distances alone has the same value before and after "
            "a rotation."
        ),
    },
    {
        "one_turn": (
            "Turning a few molecules about the z axis is enough to show that a model is rotation "
            "invariant."
        ),
        "tensors": (
            "A model may carry vectors and tensors inside and still predict an invariant energy, "
            "if they turn with the molecule and are contracted to scalars at the end."
        ),
    },
    {
        "axes": (
            "Turning every molecule into its principal axes before the model reads it settles the "
            "matter: the energy is then invariant and smooth for every molecule."
        ),
        "gradient": (
            "If the energy is rotation invariant, the forces −∂E/∂r turn with the molecule without "
            "further care."
        ),
    },
    {
        "lattice": (
            "In a crystal the lattice vectors must be turned together with the atoms, or the "
            "energy changes."
        ),
        "ordered_list": (
            "The list of all interatomic distances, in the order of the labels, is invariant to "
            "translation, to rotation and to relabelling, and needs no further care."
        ),
    },
    {
        "centred": (
            "Subtracting the centre of mass from the coordinates makes a model invariant to "
            "translation and to rotation."
        ),
        "mirror": (
            "A model may give a molecule and its mirror image different energies and still be "
            "invariant to every proper rotation."
        ),
    },
    {
        "augmentation": (
            "Training on many randomly turned copies makes a model of raw coordinates invariant "
            "approximately, not exactly."
        ),
        "same_forces": (
            "When the molecule turns, the components of the force on each atom must stay what they "
            "were."
        ),
    },
    {
        "net_force": (
            "That the forces on an isolated molecule add up to zero follows from translation "
            "invariance."
        ),
        "two_kinds": (
            "A network with equivariant features predicts an energy that depends on the "
            "orientation; only models built on distances and angles are invariant."
        ),
    },
)

IDEAS = (
    Idea(
        says="only relative positions enter, so the position in space drops out",
        said=phrases.RELATIVE,
        found=(
            r"differen|relativ|distance|r_?ij|r_?[ij]\s*[-−–]\s*r|vectors? (?:from|between)"
            r"|with respect to|cancel|absolute (?:positions?|coordinates?)\b.*\b(?:not|never|no)\b"
            r"|(?:\w+n['’]t|not|never) (?:use|read|see|take|know)\b.*(?:coordinat|where)",
            r"~shift|translat|position|space|coordinat|origin|where|relativ|move",
        ),
        contradicted=(
            r"raw coordinates? (?:is|are) invariant",
            r"cent(?:re|er) of mass.*(?:enough|suffic|rotation)",
            r"(?:relative positions|differences|distances) (?:do not|don['’]t|never) "
            r"(?:enter|matter)",
        ),
        asks=(
            "What do coordinates do when the whole molecule is shifted, and what do their "
            "differences do?"
        ),
    ),
    Idea(
        says=(
            "route 1: descriptors made of distances and angles do not change when the molecule "
            "turns"
        ),
        said=phrases.DISTANCES,
        found=(
            r"descriptor|distance|angle|bond length",
            r"invarian|unchanged|same|independent|stays?\b|remains?\b|keeps?\b|only on\b"
            r"|functions? of|(?:\w+n['’]t|not|never|neither) (?:be )?"
            r"(?:chang|alter|affect|depend|turn|feel)",
        ),
        contradicted=(r"spherical harmonics (?:is|are) (?:rotation\w* )?invariant",),
        asks="What do the components of one l do when the molecule turns, and what stays?",
    ),
    Idea(
        says="route 2: equivariant features, vectors and tensors that turn with the molecule",
        said=phrases.EQUIVARIANT,
        found=(r"equivarian|(?:vector|tensor)\w*\b.*\b(?:rotat|turn)",),
        contradicted=(
            r"equivarian\w* (?:features? )?(?:means?|is|are) (?:the same as )?"
            r"(?:invarian|unchanged)",
        ),
        asks=(
            "What does an equivariant feature do when the molecule turns, and what does an "
            "invariant one do?"
        ),
    ),
    Idea(
        says="route 2 ends in scalars: contractions such as dot products or norms",
        said=phrases.CONTRACTED,
        found=(
            r"contract|scalar|dot product|inner product|norms?\b|power spectrum|squared lengths?",
        ),
    ),
    Idea(
        says=(
            "the forces are not invariant: as the gradient of the energy they turn with the "
            "molecule"
        ),
        said=phrases.FORCES,
        found=(r"forces?\b|gradient", r"equivarian|turn|rotat|along|vector|not (?:be )?invariant"),
        contradicted=(
            r"forces? (?:is|are|stays?|remains?) (?:also |then |rotationally )*"
            r"(?:invariant|unchanged|the same)",
        ),
        asks="What becomes of the components of a force when the molecule turns?",
    ),
)
