"""Which words a person types when they need help rather than an entry; then help comes first.

The rule errs on the side of help: an entry that was found is still offered below it. What it must and must not
answer to is the table in `tests/core/test_safety.py`.
"""

from __future__ import annotations

import re
from enum import StrEnum

from rapidfuzz.distance import OSA

from bot.core import names


class Need(StrEnum):
    """What somebody may need."""

    CRISIS = "crisis"
    """Thoughts of suicide or self-harm, their own or another's."""
    DANGER = "danger"
    """A medical emergency."""
    DOSE = "dose"
    """Amounts, or how to take something: refused."""
    SUPPLY = "supply"
    """Where to get something, or how to make it: refused."""


ASKING: dict[Need, str] = {
    Need.CRISIS: "suicidal",
    Need.DANGER: "emergency",
    Need.DOSE: "dose",
    Need.SUPPLY: "where to buy",
}
"""Words that ask for each, for a choice in a list to stand for it."""

_LONGEST = 300
"""No search that asks for help is longer; what was pasted beyond it is not read."""

_PERSON = r"(?:my|him|her|them|your|our|one|it)?(?:self|selves)"
_NEGATED = (
    r"(?:cant|cannot|can not|couldnt|could not|isnt|is not|arent|not|wont|will not|doesnt|does not|stopped|barely)"
)

_PHRASES: dict[Need, tuple[str, ...]] = {
    Need.CRISIS: (
        r"self ?harm(?:ing|ed)?",
        rf"(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging) {_PERSON}",
        r"kms",
        r"end(?:ing)? (?:my|his|her|their) (?:own )?li(?:fe|ves)",
        r"tak(?:e|ing) (?:my|his|her|their) own li(?:fe|ves)",
        r"end it all",
        r"(?:want|wants|wanted|wanting|going) to die",
        r"wanna die",
        r"(?:dont|do not|doesnt) want to (?:live|be alive|be here|exist|wake up)",
        r"no (?:reason|point) (?:to|in) (?:live|living)",
        r"better off dead",
    ),
    Need.DANGER: (
        r"od(?:d|ed|ing)?",
        r"over dos(?:e|ed|es|ing)",
        rf"{_NEGATED} (?:\w+ )?breath(?:e|es|ing)?",
        r"(?:trouble|difficulty|difficult|hard|struggling|problems?)(?: (?:to|with))? breath(?:e|ing)?",
        r"shortness of breath",
        r"chest pains?",
        r"heart attack",
        rf"{_NEGATED} (?:\w+ )?(?:wake|waking|respond|responding)(?: up)?",
        r"passed out",
        r"(?:lips|face|skin|turning|turned|going|gone) blue",
        r"blue lips",
        r"foaming",
        r"(?:took|taken|take|taking|ate|eaten|had|drank|swallowed|smoked|snorted) (?:\w+ ){0,3}too (?:much|many)",
        r"too much (?:to|was) (?:take|taken)",
        r"(?:having|in|on) a bad trip",
        r"(?:i am|im|is|he is|hes|she is|shes) dying",
        r"(?:call|need) (?:an? )?(?:ambulance|doctor)",
        r"(?:need|get) help(?: now)?",
        r"^(?:please )?help me(?: please)?$",
        r"911|112|999",
    ),
    Need.SUPPLY: (
        (
            r"where (?:can|could|do|did|does|to|would|should|i)(?: (?:i|you|we|one|people|someone))?(?: \w+)? "
            r"(?:buy|get|order|score|purchase|obtain|source|grow)"
        ),
        (
            r"how (?:to|do i|do you|can i|do we|does one) (?:buy|get|order|score|purchase|obtain|source|make|cook|"
            r"extract|synthesi[sz]e|grow|produce|prepare)"
        ),
        r"(?:buy|buying|purchase|order|ordering|sell|selling) (?:\w+ ){0,3}(?:online|cheap|lsd|shrooms|mushrooms|acid)",
        r"^(?:buy|buying)(?: \w+){0,3}$",
        r"^(?:order|ordering|sell|selling)(?: \w+){1,3}$",
        r"for sale",
        r"(?:legit |trusted |reliable )?(?:vendor|dealer)s?",
        r"dark ?(?:net|web)(?: markets?)?",
        r"grow kits?",
    ),
    Need.DOSE: (
        r"dos(?:e|es|age|ages|ing)",
        r"doseage|dossage|dosis|redos(?:e|ing)",
        (
            r"how (?:much|many) (?:\w+ ){0,4}"
            r"(?:take|taking|use|using|eat|smoke|snort|drink|mg|ug|mcg|g|grams?|tabs?|hits?|pills?|drops?|capsules?|trip|"
            r"need|safe|safely|too much|is enough)"
        ),
        (
            r"^how (?:much|many) (?!is |are |do |does |did |of |evidence|research|data|plasticity|people|studies|"
            r"trials)\w+(?: \w+)?$"
        ),
        (
            r"how (?:to|do i|do you|should i|can i|often (?:to|do i|can i|should i)) "
            r"(?:take|use|microdose|smoke|snort|inject|eat|drink|consume|ingest|plug|boof|vape)"
        ),
        r"\d+(?: \d+)? ?(?:mg|ug|mug|mcg|micrograms?|milligrams?|grams?|g|ml|tabs?|hits?|pills?|drops?)",
        r"(?:safe|right|best|starting|starter|recommended|common|strong|heroic) (?:amount|dos\w+)",
        r"(?:trip|microdos\w*|dosing) (?:amount|schedule|calculator|chart)",
    ),
}
_WORDS: dict[Need, tuple[str, ...]] = {
    Need.CRISIS: ("suicide", "suicides", "suicidal", "suicidality", "suizid", "selbstmord", "suicidio", "suicidarme"),
    Need.DANGER: (
        "overdose", "overdoses", "overdosed", "overdosing", "seizure", "seizures", "seizing", "convulsion",
        "convulsions", "convulsing", "unconscious", "unresponsive", "suffocating", "suffocate", "choking", "poisoned",
        "poisoning", "emergency", "ambulance", "fainted", "collapsed", "uberdosis", "ueberdosis", "sobredosis",
        "surdose", "krampfanfall", "notfall", "emergencia",
    ),
}  # fmt: skip
"""Words that are enough by themselves, with a typo in them too."""

_NEIGHBORS = frozenset(("overdone", "overdue", "seizes", "seize", "conclusion", "emergence", "poised", "posed"))
"""Words close to those above that mean something else."""

_OF_SCIENCE = re.compile(
    r"\b(?:dos(?:e|ing) (?:response|respons\w+|depend\w+|finding|escalation|equivalen\w+|ranging|proportion\w+|curve)"
    r"\w*|(?:sub ?perceptual|single|one|repeated|low|lower|high|higher|highest|micro|placebo)(?: \w+)? dos(?:es?|ing)"
    r"(?! of| for| to|\w)|antidepress\w+ dose|after (?:a|one) dose)\b"
)
"""Where `dose` is a word of the science: it is taken out before the question is judged."""

_PATTERNS = {need: re.compile(rf"\b(?:{'|'.join(phrases)})\b") for need, phrases in _PHRASES.items()}
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")


def need_of(text: str) -> Need | None:
    """What whoever typed `text` may need, the most urgent first; None for a search like any other."""
    words = names.words(text[:_LONGEST].translate(_APOSTROPHES))
    said = " ".join(words)
    for need in Need:
        asked = _OF_SCIENCE.sub(" ", said) if need is Need.DOSE else said
        if _PATTERNS[need].search(asked) or any(_means(word, need) for word in words):
            return need
    return None


def _means(word: str, need: Need) -> bool:
    """Whether a word is one of those of `need`, or is one with a typo: one edit from six letters, two from eight."""
    if word in _NEIGHBORS:
        return False
    for other in _WORDS.get(need, ()):
        edits = 0 if len(other) < 6 else 1 if len(other) < 8 else 2
        if word == other or (
            word[:1] == other[:1] and OSA.distance(word, other, score_cutoff=edits) <= edits and len(word) > 4
        ):
            return True
    return False
