"""What machine-learning potentials promise, and at what price: statements, a good answer."""

from mlp_course.quiz.questions import phrases
from mlp_course.quiz.questions.idea import Idea

POOL = (
    {
        "better": (
            "Trained on enough PBE energies, a potential becomes more accurate than PBE itself."
        ),
        "inherits": (
            "However much it is trained, a potential inherits the errors of the method that "
            "labelled its data."
        ),
    },
    {
        "cheapest": (
            "Since all the work was done in training, an evaluation costs less than that of a "
            "Lennard-Jones potential."
        ),
        "linear": (
            "With a fixed cutoff, an evaluation takes time in proportion to the number of atoms, "
            "while common density-functional theory grows with its third power."
        ),
    },
    {
        "bonds": (
            "A potential without a list of bonds can describe how a bond breaks, if its training "
            "data show it."
        ),
        "quantum": (
            "Its labels came from quantum mechanics, so a potential describes how a bond breaks "
            "even if all its training structures were near equilibrium."
        ),
    },
    {
        "bill": (
            "Before the first cheap step there is a bill to pay: many structures must be labelled "
            "with the expensive method."
        ),
        "never_again": (
            "Once there are machine-learning potentials, a new material needs no "
            "quantum-mechanical calculation any more."
        ),
    },
    {
        "larger": (
            "A potential trained on small cells may be used for large ones, if the atoms there "
            "have surroundings like those it was trained on."
        ),
        "outside": (
            "Being flexible, a network extrapolates to bond lengths it has never seen better than "
            "a classical form would."
        ),
    },
    {
        "expert": (
            "As for a classical force field, an expert has to say which bonds, angles and torsions "
            "enter the energy."
        ),
        "repair": (
            "Where a potential fails, labels of such structures can repair it; its functional form "
            "can stay."
        ),
    },
    {
        "electrons": (
            "A potential trained on energies and forces also gives band gaps and electron "
            "densities."
        ),
        "middle": (
            "The promise is a place between two: nearly the accuracy of its labels, at a cost "
            "nearer to that of a force field."
        ),
    },
    {
        "slope": (
            "Forces that are the gradient of the predicted energy conserve energy in dynamics, "
            "whether or not they are accurate."
        ),
        "table": (
            "A potential with a small error on its test set is safe to use at any temperature and "
            "pressure."
        ),
    },
)

IDEAS = (
    Idea(
        says="accuracy: it comes close to the quantum-mechanical method that labelled its data",
        said=phrases.ACCURATE,
        found=(
            r"accura|precis|exact|error|quality|close|near|reproduc|almost|comparable",
            r"dft|density.functional|quantum|qm\b|ab.initio|first.principles|reference|label",
        ),
        contradicted=(
            r"(?:more accurate|better) than (?:dft|density|quantum|qm|ab.initio|first"
            r"|its (?:labels|reference))",
        ),
        asks=(
            "Labels come from one method: what of nature can the model know that this method "
            "does not?"
        ),
    ),
    Idea(
        says=(
            "cost: an evaluation is cheaper by orders of magnitude, and grows linearly with the "
            "number of atoms"
        ),
        said=phrases.CHEAP,
        found=(
            r"cheap|fast|quick|speed|inexpensive|orders? of magnitude|fraction of the|cost|linear"
            r"|less time",
        ),
        contradicted=(
            r"(?:as cheap as|cheaper than|faster than|as fast as) (?:a |the |any )?"
            r"(?:classical|lennard|force.field)",
        ),
        asks=(
            "What does one step of a Lennard-Jones pair cost, and what one of a descriptor and "
            "a network?"
        ),
    ),
    Idea(
        says="what this makes possible: larger systems and longer times",
        said=phrases.LARGER,
        found=(
            r"larg|long|bigg|thousand|million|nanosecond|scale",
            r"~system|cell|atom|time|simulat|dynamics|trajector|run\b|runs\b|steps",
        ),
    ),
    Idea(
        says="flexibility: no fixed functional form, so bonds may break; new data improve it",
        said=phrases.FLEXIBLE,
        found=(
            r"flexib|~functional form|many.body|bonds?\b.*\b(?:break|form)|break\w*\b.*\bbond"
            r"|react|improv|complex",
        ),
    ),
    Idea(
        says="the price: it is only as good as its data, and unreliable outside of them",
        said=phrases.PRICE,
        found=(
            r"~data|train|label|reference",
            r"only (?:as|for|where|within|if|in)\b|outside|extrapolat|beyond|depend|need|unseen"
            r"|~never seen|must|limit|fail|wrong|inherit|unreliab",
        ),
        contradicted=(
            r"extrapolates? (?:well|safely|reliably)",
            r"(?:reliable|safe|trustworthy) (?:everywhere|outside|at any)",
        ),
        asks="What can a flexible function do where it has no data?",
    ),
)
