"""What is fixed in a potential on fixed descriptors (learned ones: lesson 05).

This file holds statements, and what a good answer says.
"""

from mlp_course.quiz.questions import descriptor_phrases
from mlp_course.quiz.questions.idea import Idea

POOL = (
    {
        "formula": (
            "In a potential on symmetry functions, the numbers that describe an atom's "
            "surroundings are the same before and after training; only what is computed from them "
            "changes."
        ),
        "gap_descriptor": (
            "GAP is a descriptor, like SOAP and ACSF: it turns the surroundings of an atom into a "
            "vector."
        ),
    },
    {
        "same_input": (
            "If two different environments have the same descriptor, every potential on this "
            "descriptor gives both atoms the same energy."
        ),
        "train_longer": (
            "If two different environments have the same descriptor, a larger network that is "
            "trained for longer learns to tell them apart."
        ),
    },
    {
        "ani_soap": (
            "ANI is a neural network on SOAP vectors; GAP is a Gaussian process on symmetry "
            "functions."
        ),
        "kernel_or_net": (
            "One and the same fixed descriptor may feed a linear model, a Gaussian process or a "
            "neural network."
        ),
    },
    {
        "only_rotation": (
            "A descriptor needs to be invariant to translation and rotation only; the sum over "
            "atoms takes care of permutation."
        ),
        "own_neighbours": (
            "Exchanging two equal neighbours of an atom must not change the descriptor of that "
            "atom."
        ),
    },
    {
        "cutoff_energy": (
            "An atom that is farther away than a fixed local descriptor reaches has no influence "
            "on the predicted atomic energy."
        ),
        "cutoff_larger": (
            "A larger cutoff always makes a potential more accurate, whatever the number of "
            "training structures."
        ),
    },
    {
        "finer": (
            "The finer the bins of a histogram descriptor, the better a model that is trained on "
            "it predicts."
        ),
        "histogram_force": (
            "An energy computed from counts in bins has no useful forces: it stays constant while "
            "atoms move, and jumps when one crosses an edge."
        ),
    },
    {
        "elements_free": (
            "Adding a third element to a SOAP descriptor leaves its length as it is, because a "
            "density is a density."
        ),
        "elements_grow": (
            "The number of SOAP features grows about with the square of the number of elements."
        ),
    },
    {
        "angles_complete": (
            "A list of the distances to all neighbours and a list of all angles between pairs of "
            "them, without saying which angle belongs to which pair, determine the environment "
            "completely."
        ),
        "more_bodies": (
            "Products of three neighbour densities can tell environments apart that have the same "
            "power spectrum."
        ),
    },
)

IDEAS = (
    Idea(
        says="a formula chosen beforehand turns the surroundings of each atom into a vector",
        said=descriptor_phrases.FORMULA,
        found=(
            r"formula|hand.?(?:made|crafted|chosen)|predefined|chosen|fixed|designed|before",
            r"descriptor|environment|surrounding|vector|neighbou?r",
        ),
        contradicted=(r"fixed descriptors? (?:is|are|gets?) (?:also )?(?:trained|learned|fitted)",),
        asks=(
            "In which of the two kinds are the parameters of the descriptor trained together "
            "with the network?"
        ),
    ),
    Idea(
        says=(
            "training changes only the regression on top (network, Gaussian process, linear model)"
        ),
        said=descriptor_phrases.REGRESSION,
        found=(
            r"train|fit|learn|parameter|weight",
            r"network|gaussian process|kernel|linear|regress|on top|only the model",
        ),
        contradicted=(r"training (?:also )?changes the descriptor",),
        asks="Which part of such a potential has weights, and which part is a formula?",
    ),
    Idea(
        says=(
            "the descriptor is invariant by construction: shift, rotation, order of equal "
            "neighbours"
        ),
        said=descriptor_phrases.INVARIANT,
        found=(
            r"invarian|unchanged|same|independent|stays?\b|keeps?\b"
            r"|(?:\w+n['’]t|not|never) (?:be )?(?:chang|alter|affect|depend)",
            r"~rotat|turn|translat|shift|permut|relabel|order|exchang|symmetr|label",
        ),
    ),
    Idea(
        says=(
            "an example: GAP (kernel on SOAP), NeuralIL (residual network on Bessel), ANI "
            "(networks on ACSF)"
        ),
        said=descriptor_phrases.EXAMPLE,
        found=(r"gap\b|neuralil|ani\b|behler|snap\b|mtp\b|ace\b",),
        contradicted=(
            r"gap is (?:also )?a (?:fixed )?descriptor",
            r"ani (?:is|uses|has|puts)[^.;,]*\bsoap\b",
        ),
        asks=(
            "Which of these names is a descriptor, which a potential, and which regression goes "
            "with which descriptor?"
        ),
    ),
    Idea(
        says=(
            "what the descriptor does not see (beyond the cutoff, degenerate pairs) no training "
            "brings back"
        ),
        said=descriptor_phrases.BLIND,
        found=(
            r"~cut-?off|resolution|bins?\b|degenerate|tell|distinguish|incomplete|same descriptor"
            r"|lost|lose|reach",
        ),
        contradicted=(
            r"(?:longer|larger|deeper|more)[^.;]*(?:train|network|data)[^.;]*"
            r"(?:tell|distinguish|apart)",
        ),
        asks=(
            "If two environments have the same descriptor, what can a longer training, or a "
            "larger network, tell apart?"
        ),
    ),
    Idea(
        says="the choice takes expert knowledge; a learned descriptor takes it from data",
        said=descriptor_phrases.EXPERT,
        found=(
            r"expert|knowledge|experience|by hand|choice|choos|messag|learned descriptor"
            r"|from (?:the )?data",
        ),
    ),
)
