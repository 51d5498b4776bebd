"""Phrases of question 28 and its two halves; see `phrases` for the notation."""

from mlp_course.quiz.questions.phrases import NEIGHBOUR

# What an idea is said of, and with
_FORMULA = (
    r"(?<!learned )(?<!learnt )(?<!loss )(?:descriptors?|symmetry functions?|soap|acsf"
    r"|fingerprints?|representations?|filters?|recipes?|formulas?|function|expression)\b"
)
_BEFORE = (
    r"(?:beforehand|before|in advance|by hand|prior to|on paper"
    r"|by (?:people|humans?|an expert|experts?|scientists?|the user|me))\b"
)
_CHOSEN = (
    r"(?:choo?sen|fixed|set|written|designed|decided|picked|defined|specified|known|built|given"
    r"|made)\b"
)
_TRAIN = r"(?:train\w*|fit\w*|optimi[sz]\w*|adjust\w*|learn\w*|chang\w*|touch\w*)\b"
_REGRESSION = (
    r"(?:(?<!readout )networks?|nn|kernels?|regress\w*|gaussian process\w*|gp|linear model"
    r"|weights|what (?:comes|follows)|(?:comes|part) after|on top|behind)\b"
)
_TOGETHER = r"(?:together|jointly|along|end.to.end|as well|too|with the (?:energy|loss|network))\b"
FORMULA = (
    rf"{_FORMULA} … {_CHOSEN} … {_BEFORE}",
    rf"(?:choose|pick|wrote|writes?|define|decide)s? … {_FORMULA} … {_BEFORE}",
    rf"{_BEFORE} … (?:choose|pick|wrote|writes?|define|decide)s? … {_FORMULA}",
    rf"(?:hand.?(?:made|designed|crafted)|analytic\w*|predefined) {_FORMULA}",
    r"(?<!learned )(?:descriptors?|soap|acsf) (?:\w+ )?(?:is|are) (?:just |only )?an? "
    r"(?:fixed |mathematical )?(?:formula|recipe|expression)",
    rf"{_FORMULA}, {_CHOSEN} … {_BEFORE}",
    r"(?:formula|recipe) … choosen? befor",
    r"!loss function",
    r"!message",
)
REGRESSION = (
    rf"(?:only|just|solely|exclusively) (?:the |on |its )?{_REGRESSION} … {_TRAIN}",
    rf"(?:train\w*|fit|optimisation|optimization) … (?:only|just|exclusively|solely|merely) "
    rf"… {_REGRESSION}",
    rf"only (?:the )?(?:\w+ )?{_REGRESSION} … {_TRAIN}",
    r"(?<!learned )descriptor (?:itself )?(?:has no weights|is not trained)",
    r"!(?:longer|bigger|larger)\b",
    r"!readout",
)
OWN_WEIGHTS = (
    r"(?<!fixed )(?:descriptor|description|representation|map\b) … (?:has|have|contains?) … "
    r"(?:weights|parameters)",
    r"(?:weights|parameters) … (?:inside|in) … (?:descriptor|description|representation)",
    rf"(?:fingerprint|representation|features) … (?:trained|fitted|optimi[sz]ed) … {_TOGETHER}",
    r"(?:descriptor|fingerprint) itself gets (?:trained|optimi[sz]ed)",
    r"learned descriptor (?:parameters|weights)",
    r"!fixed|both|soap|acsf|symmetry|no (?:own )?weights",
)
MESSAGES = (
    rf"(?:messages?|features) (?:coming )?from … {NEIGHBOUR}",
    rf"atoms? … (?:collects?|gathers?|gets?|receives?|sums?) … (?:from|of) … {NEIGHBOUR}",
    r"(?:atoms|nodes|neighbou?rs) (?:exchange|pass|send|swap) (?:messages|information|features)",
    r"messages? (?:between|among) … (?:atoms|neighbou?rs)",
    r"features … by message.passing",
    r"!processe?s?\b|absolute|both kinds",
)
MESSAGE_NETWORKS = (
    r"(?:messages?|updates?) … (?:are|is|by) … (?:networks?|mlps?|perceptrons?|nns)",
    r"(?:weights|parameters) … (?:in|of|for) … (?:messages?|updates?)",
    rf"(?:networks|functions|weights) … (?:trained|fitted|optimi[sz]ed) … {_TOGETHER}",
    rf"all are (?:trained|fitted) … {_TOGETHER}",
    r"!fixed|readout|soap|acsf|regression|optimi[sz]er",
)
FARTHER = (
    r"(?:layers|rounds|iterations|repeat\w*|iterating) … (?:beyond|farther|further|up to|knows?)",
    r"layers (?:times|\*|x) … cut",
    r"receptive field",
    r"(?:beyond|farther than|further than) the cut.?off … (?:rounds|layers)",
    r"!processe?s?\b|unlimited|infinite|single layer|all other atoms|no matter how far",
)
SYMMETRIC = (
    r"contract\w* (?:to|into) … (?:scalars?|l = 0|invariant)",
    r"reduced to … (?:norms?|scalars?|inner|dot)",
    r"(?:dot|inner|scalar) products? … (?:give|yield|make)s? … scalars?",
    r"(?:not|never) change under rotation",
    r"(?:symmetries|invariance) (?:is|are) (?:kept|built in)",
)
GAIN = (
    r"(?:needs?|requires?|wants?|asks for) … (?:more|less|fewer|many) … "
    r"(?:data|examples|knowledge|insight|compute)",
    r"(?:needs?|requires?|takes?|asks for) … (?:expert|experience|human insight|skilled)",
    r"(?:price|bill) is … (?:cost|paid|data)",
    r"more (?:data|freedom) … (?:hungry|but)",
    r"(?:slower|costlier|more expensive) (?:to train|training)",
    r"not (?:see|contain|distinguish) is lost",
    r"!basis",
)
INVARIANT = (
    r"(?:descriptor|numbers|vector|it|fingerprint) … (?:not (?:change|depend)|same|invariant"
    r"|unchanged|independent) … (?:rotat|translat|shift|permut|relabel|orient|turn)",
    r"(?:neither|nor) … orientation … nor",
    r"symmetries hold exactly",
    r"make it invariant to",
    r"!wave|crystal",
)
EXAMPLE = (
    r"gap … (?:soap|kernel|gaussian)",
    r"ani … (?:acsf|symmetry func|networks?)",
    r"neuralil … (?:bessel|residual|resnet)",
    r"(?:networks? on symmetry functions in ani|gaussian process on soap in gap)",
    r"!gap (?:is|uses)[^.;,]*(?:descriptor|network)|soap (?:is|was) a potential"
    r"|ani (?:is|uses|combines)[^.;,]*(?:soap|bessel|gaussian|kernel)"
    r"|neuralil (?:is|uses)[^.;,]*(?:soap|kernel|acsf)",
)
BLIND = (
    r"(?:beyond|outside|out of) … (?:cut.?off|r_c|frame) … (?:lost|invisible|never|stays? out)",
    r"(?:identical|same) (?:numbers|descriptors?|fingerprints?) … (?:same|never|identical|cannot)",
    r"(?:no|longer|more|nor) training … (?:brings?|bring|cures?|helps?) back",
    r"no training (?:brings|helps|cures)",
    r"(?:cannot|can not|never|not) (?:be )?(?:bring|brought|separate\w*|recover\w*|cured) … "
    r"(?:back|train|long|descriptor)",
    r"(?:lost|loses) for (?:ever|good)",
)
EXPERT = (
    r"(?:needs?|takes?|requires?|by) … (?:expert|experienced?|insight|somebody who)",
    r"(?:takes?|needs?) … expert knowledge",
    r"!basis",
)
