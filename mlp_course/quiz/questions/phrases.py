r"""Phrases that say an idea, stricter than its words: one of them in one clause, in this order.

`…` stands for at most 60 characters of the same clause without a denial. A phrase that opens with
! says that the sentence is about something else: nothing is shown of it. Rather silent than wrong.
"""

# What an idea is said of, and with
_METHOD = (
    r"(?:dft|density.functional|quantum\w*|qm|ab.initio|first.principles|reference\w*"
    r"|label\w*|underlying|electronic.structure)\b"
)
_NEAR = (
    r"(?:close|near|nearly|almost|comparable|similar|within|approach\w*|match\w*|reproduc\w*"
    r"|as (?:good|accurate|exact|precise))\b"
)
_BIG = (
    r"(?:larg\w+|big\w*|huge|(?:ten |hundred )?thousands?|millions?|10\^\d|long\w*|nanoseconds?"
    r"|ns)\b"
)
_SYSTEM = r"(?:systems?|cells?|box\w*|atoms?|times?|simulation\w*|trajector\w*|nanoseconds?|ns)\b"
_POSSIBLE = (
    r"(?:can|possible|reach|allow\w*|enabl\w*|becomes?|affordable|opens?|accessible|in reach)\b"
)
NEIGHBOUR = r"(?:neighbou?rs?|neighbou?ring atoms|surrounding atoms)\b"
ACCURATE = (
    rf"{_NEAR} … {_METHOD}",
    r"(?:accurac\w*|precision|quality) (?:of|like) (?:the |its )?(?:dft|quantum|ab.initio)",
    r"(?:accuracy|precision) close to",
    r"error … against the labels",
    r"!more (?:accurate|exact|precise) than",
)
CHEAP = (
    rf"(?:cheaper|faster|quicker|less expensive) than … {_METHOD}",
    r"(?:cheaper|faster|quicker|less expensive) than (?:any |a )?(?:quantum|dft)",
    r"(?:fraction|part) of … (?:cost|price|time|dft)",
    r"orders? of magnitude (?:cheaper|faster|quicker|less)",
    r"(?:cheaper|faster|quicker) by … orders? of magnitude",
    r"(?:cost|price|time)s? … (?:linear\w*|o\(n\))",
    r"scales? (?:only )?(?:linear|like n\b)",
    r"\d+ ?(?:x|times) (?:cheaper|faster|quicker)",
    r"seconds instead of",
    r"price … linear",
    r"doubl\w+ … doubl",
    r"(?:they|it|these models|ml \w+) (?:are|is) (?:also |very |much |really )*"
    r"(?:fast|cheap|quick)",
    r"!lennard.jones potential",
)
LARGER = (
    rf"{_POSSIBLE} … {_BIG} … {_SYSTEM}",
    rf"{_BIG} … {_SYSTEM} … {_POSSIBLE}",
    r"(?:larger|bigger) systems and longer",
)
FLEXIBLE = (
    r"no (?:fixed |given |prescribed )?functional form",
    r"(?:functional form|shape of the function) is not",
    r"bonds? (?:may|can) (?:also )?(?:break|form)",
    r"(?:new|more|additional) (?:data|labels) (?:can )?improve",
)
PRICE = (
    r"(?:outside|beyond|far (?:away )?from) … (?:data\w*|training set|them|examples) … "
    r"(?:fail\w*|wrong|unreliab\w*|nonsense|guess\w*|extrapolat\w*)",
    r"(?:fail\w*|unreliab\w*|wrong|nonsense|guess\w*) … (?:outside|beyond|unseen|never seen)",
    r"only (?:as good as|reliable|trustworthy|valid) … (?:data|training|labels|reference)",
    r"reliable only (?:near|within|for)",
    r"inherits? … (?:errors?|reference|labels)",
    r"knows? (?:just|only) what",
    r"only for structures (?:that|which|similar|like)",
    r"never trust … (?:extrapolat|outside)",
    r"can(?:not| not|['’]t) be better than … (?:labels?|method|data)",
    r"garbage in",
    r"promise depends on",
    r"fail badly",
)
RELATIVE = (
    r"(?:only|merely|just) (?:the )?(?:relative|difference|separations?|distance|r_ij)",
    r"only (?:reads?|sees?|uses?|gets?|depends? on) … (?:relative|difference|r_ij)",
    r"(?:relative|difference) (?:positions?|vectors?) … (?:enter|are used|is used|are given)",
    r"(?:shift|translation) … (?:cancels?|drops? out|does nothing|vanish\w*)",
    r"absolute (?:coordinates|positions) (?:are |do )?(?:never|not)",
    r"positions? … (?:only )?relative to",
    r"where they are relative to",
    r"one has to use relative",
    r"differences … (?:stay|remain) … (?:same|unchanged)",
)
DISTANCES = (
    r"(?:distances?|angles?|lengths?) … (?:(?:not|never) change|constant|same|invariant|unchanged)",
    r"(?:not|never) change … (?:distances|angles|lengths)",
    r"(?:invariant|unchanged) … (?:distances|angles|lengths)",
    r"distances and angles, which do not change",
)
EQUIVARIANT = (
    r"(?<!invariant )(?:features|vectors|tensors|arrows) … "
    r"(?:rotates?|turns?|co-rotate|transforms?) … (?:with|along|same as|together|accord\w*)",
    r"(?<!invariant )(?:features|vectors|tensors|arrows) … co-rotate",
    r"(?:features|vectors|tensors) (?:that|which) (?:turn|rotate|co-rotate)",
    r"equivari\w+ features … (?:turn|rotate)",
    r"!invariant features|not equivariant|forces?\b",
)
CONTRACTED = (
    r"contract\w* (?:to|into) … scalars?",
    r"(?:dot|inner|scalar) products? … (?:removes|gives?|yields?) … (?:scalar|energy|number|dir)",
    r"makes? scalar product",
    r"takes? (?:their )?(?:norm|dot product|inner product)",
    r"scalars only",
    r"power spectrum … (?:same|invariant)",
    r"power spectrum, stays the same",
    r"!velocit|kinetic",
)
FORCES = (
    r"forces? (?:are|is) not … invariant",
    r"forces? … (?:rotates?|turns?|equivariant|co-rotate)",
    r"forces that follow the orientation",
    r"forces … turn along",
    r"forces, … turn along",
)
SUMMED = (
    r"energy … (?:sum|added up|adds? up|summed) … "
    r"(?:atom\w*|contributions?|local|terms|energies|nodes)",
    r"energies of (?:the |all )?(?:single )?(?:atoms|nodes) are (?:summed|added)",
    r"e = sum of atom",
    r"atom gets its own energy",
)
NOT_ENOUGH = (
    r"(?:sum|addition|this|it|alone|that) … (?:is |does )?(?:not|n['’]t) (?:yet )?"
    r"(?:be )?(?:enough|sufficient|suffice|everything|do it)",
    r"(?:each|every|single) … (?:atomic energ\w*|contribution|term) … must not … "
    r"(?:label|number|order)",
    r"(?:each|every|single) … (?:atomic energ\w*|contribution|term)s? … "
    r"(?:free of|label free|symmetric|independent)",
    r"atomic energies have to be label",
    r"that['’]s only half",
    r"!if\b.* were\b",
)
UNORDERED = (
    rf"{NEIGHBOUR} … (?:summed|added|pooled|symmetrically|unordered)",
    rf"(?:sums?|adds?|adding|summing|pools?|averages?) … (?:over|of|all|up) … {NEIGHBOUR}",
    rf"symm?etric in … (?:{NEIGHBOUR}|neigbours)",
    r"index … summed over",
    rf"not depend on … order … {NEIGHBOUR}",
    rf"contributions of … {NEIGHBOUR} are added",
    rf"adds? up … {NEIGHBOUR}",
    r"!index in|depends on the order|by index",
)
SAME_ELEMENT = (
    r"(?:only|just) (?:atoms of |for )?(?:the )?(?:same|equal|identical|one|like) … "
    r"(?:element|elements|species|atoms|kind|nuclei|elment)",
    r"only for (?:atoms (?:of|from) (?:the )?same|equal) (?:elements?|species|kind)",
    r"(?:different|unlike) elements … (?:can['’]?t|cannot|not) be",
    r"(?:swapping|exchanging) … (?:another|different) molecule",
    r"only (?:like|identical|equal) (?:atoms|nuclei)",
    r"!no matter which|spin\b",
)
