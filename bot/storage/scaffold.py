"""A new file of the knowledge base, with everything its kind asks for, to be filled in."""

from __future__ import annotations

from pathlib import Path

from bot.core import names
from bot.core.record import Kind

_LONGEST_ID = 32

_CLAIM = """\
  - text: >-
      WRITE one statement in your own words.
    sources: [author2020]
    shown_in: [animals]
    models: mice
    firm: one_lab
    reviewed: {month}
"""
_EXPLAINED = f"""\
one_liner: WRITE what it is, in one line of at most 160 characters.
{{own}}plain: >-
  WRITE 60 to 120 words that a newcomer can follow. They say nothing that no claim below supports, and they cite
  nothing.
in_depth:
  - >-
    WRITE what a student wants to know; every paragraph cites. [@author2020]
claims:
{_CLAIM}"""
_OPTIONS = """\
    options:
      - text: WRITE the key
        correct: true
        why: WRITE why it is right.
      - text: WRITE a near miss
        why: WRITE why it is wrong.
      - text: WRITE another near miss
        why: WRITE why it is wrong.
"""

_OWN = {
    Kind.TERM: "category: core concepts\n",
    Kind.TARGET: "family: WRITE the receptor family\n",
    Kind.SUBSTANCE: """\
class: WRITE its class
structure_note: WRITE why there is no structure, or give `structure` instead.
hallucinogenic:
  answer: not in mice; people not tested
  text: WRITE in whom that was seen.
  sources: [author2020]
  shown_in: [animals]
  firm: one_lab
  reviewed: {month}
stage:
  stage: preclinical
  text: WRITE how far it has come as a medicine.
  sources: [author2020]
  firm: on_record
  reviewed: {month}
  as_of: {month}
safety:
"""
    + _CLAIM,
    Kind.MECHANISM: """\
category: plasticity
story: >-
  WRITE one paragraph of 200 to 1,100 characters that stands alone as a daily post.
nodes:
  - {{id: first, label: WRITE, type: receptor}}
  - {{id: second, label: WRITE, type: kinase}}
  - {{id: third, label: WRITE, type: process}}
edges:
  - {{from: first, to: second, relation: activates, sources: [author2020], shown_in: [animals], firm: one_lab}}
  - {{from: second, to: third, relation: leads to, sources: [author2020], shown_in: [animals], firm: one_lab}}
strongest_for: {{text: WRITE it., sources: [author2020], shown_in: [animals], firm: one_lab, reviewed: {month}}}
strongest_against: {{text: WRITE it., sources: [author2020], shown_in: [animals], firm: one_lab, reviewed: {month}}}
check_questions:
"""
    + 3 * ("  - stem: WRITE a question that the story answers?\n" + _OPTIONS),
}  # fmt: skip

_DANGERS = f"one_liner: WRITE what it is, in one line of at most 160 characters.\ndangers:\n{_CLAIM}"

_WHOLE = {
    Kind.DRUG_CLASS: _DANGERS
    + """\
members:
  - id: write
    name: WRITE the international name
    brands: [WRITE]
    street_names: [WRITE]
""",
    Kind.CONDITION: _DANGERS,
    Kind.EMERGENCY: """\
signs: [WRITE what anybody can see, WRITE the gravest first, WRITE]
claim:
  text: WRITE what it is.
  sources: [author2020]
  firm: on_record
  reviewed: {month}
""",
    Kind.INTERACTION: f"""\
one: [write]
other: [write]
level: caution
emergencies: [write]
claims:
{_CLAIM}""",
    Kind.CLAIM_HEARD: """\
one_liner: WRITE what is known, in one line.
verdict: WRITE the answer in a few words
known:
  text: WRITE what is known, in whom.
  sources: [author2020]
  shown_in: [people_controlled]
  firm: one_lab
  reviewed: {month}
best_for: {{text: WRITE it., sources: [author2020], shown_in: [animals], firm: one_lab, reviewed: {month}}}
best_against: {{text: WRITE it., sources: [author2020], shown_in: [animals], firm: one_lab, reviewed: {month}}}
""",
    Kind.PAPER: """\
one_liner: WRITE what it found, in one line.
csl:
  type: article-journal
  title: WRITE
  author: [{{family: WRITE, given: WRITE}}]
  container-title: WRITE
  issued: {{date-parts: [[2020]]}}
  DOI: 10.WRITE
source_kind: article
design: WRITE the kind of study
in_what: WRITE the species, cells or people, with n where you read it
found: WRITE what it found, in your own words.
limits: WRITE what it cannot show.
seen: {{where: WRITE the page that shows title and identifier together, on: "{month}-01"}}
read: {{what: abstract, where: WRITE where you read it, on: "{month}-01"}}
""",
    Kind.LEARNING_PATH: """\
one_liner: WRITE where it leads, in one line.
steps: [WRITE, ids, of, entries, and-questions]
""",
    Kind.DRUG_CLASS: """\
one_liner: WRITE what its members share, in one line.
members:
  - {{id: WRITE, name: WRITE, brands: [WRITE]}}
dangers:
"""
    + _CLAIM,
    Kind.CONDITION: """\
one_liner: WRITE what it is, in one line.
dangers:
"""
    + _CLAIM,
    Kind.EMERGENCY: """\
signs: [WRITE the gravest, WRITE the next, WRITE a third]
claim: {{text: WRITE what it is., sources: [author2020], firm: on_record, reviewed: {month}}}
""",
    Kind.INTERACTION: """\
one: [WRITE]
other: [WRITE]
level: caution
emergencies: []
claims:
"""
    + _CLAIM,
    Kind.QUESTION: """\
stem: {name}
category: core concepts
difficulty: easy
tests: [WRITE]
sources: [author2020]
reviewed: {month}
"""
    + _OPTIONS.replace("\n    ", "\n").removeprefix("    "),
}


_NAMELESS = {Kind.QUESTION, Kind.INTERACTION}


class ScaffoldError(Exception):
    """There cannot be such a file; says why."""


def identifier(name: str) -> str:
    """The id that a name gives: folded words joined by hyphens, cut after a whole word."""
    words = names.words(name)
    while len(words) > 1 and len("-".join(words)) > _LONGEST_ID:
        words = words[:-1]
    return "-".join(words)[:_LONGEST_ID]


def text(kind: Kind, name: str, month: str) -> str:
    """The file of a new record: `neurosprout check` says of each WRITE what is still wanted."""
    body = _WHOLE[kind] if kind in _WHOLE else _EXPLAINED.replace("{own}", _OWN[kind])
    head = [f"# yaml-language-server: $schema=../schema/{kind.value}.json", f"id: {identifier(name)}"]
    named = [] if kind in (Kind.QUESTION, Kind.INTERACTION) else ["name: {name}"]
    return "\n".join((*head, *named, body)).format(name=name, month=month)


def write(folder: Path, kind: Kind, name: str, month: str) -> Path:
    """Write it below `folder`; a ScaffoldError if the name gives no id, or one that is taken."""
    entry_id = identifier(name)
    if not entry_id:
        raise ScaffoldError(f"{name!r} has no letters or digits to make an id of.")
    taken = next(folder.glob(f"*/{entry_id}.yaml"), None)
    if taken is not None:
        raise ScaffoldError(f"{taken} has that id already; open it, or choose another name.")
    path = folder / kind.folder / f"{entry_id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(kind, name, month), encoding="utf-8")
    return path
