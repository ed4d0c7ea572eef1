"""What can be asked of a substance: its target, what it does there, its class, its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core import names
from bot.core.facts import Fact, Ground, chosen, first_sentence, inside, right, rotated, undisputed, wrong
from bot.core.knowledge import Action, Structure, Substance, Target, Term
from bot.core.lessons import Option, Picture, Template
from bot.core.record import Category

_ACTIONS = ("agonist", "partial agonist", "antagonist", "inverse agonist", "channel blocker", "reuptake inhibitor",
            "releaser", "inhibitor", "positive allosteric modulator")  # fmt: skip
"""The actions that are said without a reserve."""
_OPPOSITES = {
    "agonist": "antagonist",
    "partial agonist": "antagonist",
    "antagonist": "agonist",
    "inverse agonist": "agonist",
}
_RESERVED = re.compile(r"\b(reported|said|may|might|possibl[ey]|claim(s|ed)?)\b")
"""Words of a claim that is not made outright."""
_NO_CHEMISTRY = re.compile(r"psychedelic|agonist|analog|preparation", re.IGNORECASE)
"""Beginnings of a class that leave open which chemistry a substance has."""
_AMINERGIC = re.compile(r"hydroxytryptamine|adrenoceptor|dopamine|histamine|muscarinic|amine", re.IGNORECASE)
"""Families on which the drugs of the field act so widely that silence rules none of them out."""
_WIDE = frozenset({"herg", "sigma-1", "trkb"})
"""Targets at which so much binds, or is said to, that silence rules nothing out."""
_ATOMS = {"C": "carbon", "H": "hydrogen", "N": "nitrogen", "O": "oxygen", "S": "sulfur", "P": "phosphorus",
          "F": "fluorine", "Cl": "chlorine", "Br": "bromine", "I": "iodine", "Li": "lithium"}  # fmt: skip


def targets(ground: Ground) -> Iterator[Fact]:
    """For each undisputed action: at which target it is."""
    for substance in ground.library.of_type(Substance):
        for action in substance.actions:
            if (fact := _target(ground, substance, action)) is not None:
                yield fact


def _target(ground: Ground, substance: Substance, action: Action) -> Fact | None:
    target = ground.library.get(action.target)
    if not isinstance(target, Target) or action.action not in _ACTIONS or not _outright(action):
        return None
    key = right(target.name, first_sentence(action.text))
    if key is None:
        return None
    return Fact(
        template=Template.TARGET,
        subject=f"{substance.id}.{target.id}",
        stem=f"Which of these targets does {inside(substance.name)} act on, as {_with_article(action.action)}?",
        key=key,
        wrong=chosen(key, _other_targets(ground, substance, target), ground),
        tests=(substance.id, target.id),
        sources=action.sources[:4],
        category=Category.SIGNALING,
        difficulty="easy",
    )


def _outright(action: Action) -> bool:
    return undisputed(action) and not _RESERVED.search(action.text)


def _other_targets(ground: Ground, substance: Substance, key: Target) -> Iterator[Option | None]:
    """Targets of other drugs, which the library does not connect with `substance`; those of the key's kind first."""
    library = ground.library
    own = [entry for action in substance.actions if isinstance(entry := library.get(action.target), Target)]
    aminergic = any(_AMINERGIC.search(target.family) for target in own)
    used = {action.target for other in library.of_type(Substance) for action in other.actions}
    rest = [
        target
        for target in library.of_type(Target)
        if target.id not in _WIDE
        and not (aminergic and _AMINERGIC.search(target.family))
        and not any(target.family == mine.family for mine in own)
        and ground.strangers(substance, target)
    ]
    ordered = rotated(rest, f"{substance.id}{key.id}")
    for target in sorted(ordered, key=lambda one: (one.id not in used, _kin(one) != _kin(key))):
        known = f"{target.one_liner} No entry here reports that {inside(substance.name)} acts on it."
        yield wrong(target.name, known)


def _kin(target: Target) -> str:
    """The kind of protein, which the family's name gives in brackets."""
    return target.family.partition("(")[2] or target.family


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def directions(ground: Ground) -> Iterator[Fact]:
    """For each undisputed switching on or off of a receptor: whether the opposite is true."""
    for substance in ground.library.of_type(Substance):
        for action in substance.actions:
            target = ground.library.get(action.target)
            if action.action in _OPPOSITES and _outright(action) and isinstance(target, Target):
                yield from _direction(substance, action, target)


def _direction(substance: Substance, action: Action, target: Target) -> Iterator[Fact]:
    opposite = _OPPOSITES[action.action]
    found = first_sentence(action.text)
    key = right(f"False: it acts as {_with_article(action.action)}", found)
    claimed = wrong(f"True: it acts as {_with_article(opposite)}", f"It is the other way round. {found}")
    aside = wrong("False: it acts on another target only", f"{substance.name} does act there. {found}")
    if key and claimed and aside:
        yield Fact(
            template=Template.TRUE_OR_FALSE,
            subject=f"{substance.id}.{target.id}",
            stem=f"True or false? “{substance.name} acts at the {target.name} as {_with_article(opposite)}.”",
            key=key,
            wrong=(claimed, aside),
            tests=(substance.id, target.id),
            sources=action.sources[:4],
            category=Category.SIGNALING,
            difficulty="easy",
        )


def classes(ground: Ground) -> Iterator[Fact]:
    """For each substance: its class, by chemistry and effect."""
    for substance in ground.library.of_type(Substance):
        key = right(substance.substance_class, substance.one_liner)
        if key is not None and _chemistry(substance):
            yield Fact(
                template=Template.CLASS,
                subject=substance.id,
                stem=f"Which class does {inside(substance.name)} belong to?",
                key=key,
                wrong=chosen(key, _other_classes(ground, substance), ground),
                tests=(substance.id,),
                sources=(),
                category=Category.DRUG_CLASS,
                difficulty="easy",
            )


def _other_classes(ground: Ground, substance: Substance) -> Iterator[Option | None]:
    """Classes of other substances whose chemistry is another one, those of the same effect first."""
    mine = set(names.words(substance.substance_class))
    chemistry = {other: _chemistry(other) for other in ground.library.of_type(Substance)}
    own = chemistry[substance]
    terms = [term for term in ground.library.of_type(Term) if own & set(names.words(term.name))]
    rest = [
        other
        for other, words in chemistry.items()
        if words
        and not words & (mine | own)
        and not any(ground.says(entry, word) for word in words for entry in (substance, *terms))
    ]
    shared = {other.id: len(mine & set(names.words(other.substance_class))) for other in rest}
    for other in sorted(rest, key=lambda one: (-shared[one.id], one.id)):
        yield wrong(other.substance_class, f"That is the class of {inside(other.name)}. {other.one_liner}")


def _chemistry(substance: Substance) -> set[str]:
    """The words of the first part of its class, where that names the chemistry and not an effect or a likeness."""
    first = substance.substance_class.partition(";")[0]
    return set() if _NO_CHEMISTRY.search(first) else {word for word in names.words(first) if len(word) > 2}


def structures(ground: Ground) -> Iterator[Fact]:
    """For each drawing of a confirmed structure: whose it is."""
    drawn = [one for one in ground.library.of_type(Substance) if one.id in ground.library.drawings and one.structure]
    for substance in drawn:
        structure = substance.structure
        key = right(substance.name, f"The drawing shows {inside(substance.name)}. {substance.one_liner}")
        if structure is None or structure.status == "unconfirmed" or key is None:
            continue
        atoms = re.findall(r"([A-Z][a-z]?)(\d*)", structure.formula)
        told = ", ".join(f"{count or 1} {_ATOMS.get(symbol, symbol)}" for symbol, count in atoms)
        yield Fact(
            template=Template.STRUCTURE,
            subject=substance.id,
            stem="Which of these substances has the structure in the picture?",
            key=key,
            wrong=chosen(key, _other_structures(structure, drawn), ground),
            tests=(substance.id,),
            sources=(),
            category=Category.CHEMISTRY,
            difficulty="hard",
            picture=Picture(
                shows="structure",
                entry=substance.id,
                alternative=f"The drawing of a molecule without its name. It is made of these atoms: {told}.",
            ),
        )


def _other_structures(key: Structure, drawn: list[Substance]) -> Iterator[Option | None]:
    """Other molecules, those of nearly the same mass first; mirror images and equal formulas are not asked."""
    rest = [
        (abs(other.molar_mass - key.molar_mass), substance.name, other.formula)
        for substance in drawn
        if (other := substance.structure)
        and other.inchikey.partition("-")[0] != key.inchikey.partition("-")[0]
        and other.formula != key.formula
    ]
    for _, name, formula in sorted(rest):
        yield wrong(name, f"The structure of {inside(name)} is another one, with the formula {formula}.")
