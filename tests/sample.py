"""A tiny invented knowledge base, for tests of what the library does with one; none of it is about anything real."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.core.formulary import Condition, DrugClass, DrugInteraction, Emergency
from bot.core.knowledge import ClaimHeard, LearningPath, Mechanism, Paper, Question, Substance, Target, Term

Fields = dict[str, Any]
PLAIN = " ".join(["A sentence of invented words that a newcomer could follow without trouble."] * 6)


def claim(**fields: Any) -> Fields:
    return {
        "text": "Glimmer grows in the invented garden.",
        "sources": ["doe2020"],
        "shown_in": ["animals"],
        "firm": "one_lab",
        "reviewed": "2026-11",
        **fields,
    }


def paper(key: str = "doe2020", **fields: Any) -> Paper:
    return Paper.model_validate(paper_fields(key, **fields))


def paper_fields(key: str = "doe2020", **fields: Any) -> Fields:
    return {
        "id": key,
        "name": f"{key[:-4].capitalize()} {key[-4:]}",
        "one_liner": "Glimmer grew in an invented garden.",
        "csl": {
            "type": "article-journal",
            "title": "On glimmer in gardens",
            "author": [{"family": "Doe", "given": "Jane"}],
            "container-title": "Journal of Invention",
            "issued": {"date-parts": [[int(key[-4:])]]},
            "DOI": f"10.9999/{key}",
        },
        "source_kind": "article",
        "design": "invented study",
        "found": "Glimmer grew where it was looked for.",
        "limits": "Nothing about it is real.",
        "seen": {"where": "the inventor's desk", "on": "2026-11-25"},
        "read": {"what": "abstract", "where": "the inventor's desk", "on": "2026-11-25"},
        **fields,
    }


def term_fields(entry_id: str = "glimmer", **fields: Any) -> Fields:
    return {
        "id": entry_id,
        "name": entry_id.replace("-", " ").capitalize(),
        "one_liner": "An invented word for an invented thing.",
        "category": "core concepts",
        "plain": PLAIN,
        "in_depth": ["Students of glimmer would want to know that there is none. [@doe2020]"],
        "claims": [claim()],
        **fields,
    }


def term(entry_id: str = "glimmer", **fields: Any) -> Term:
    return Term.model_validate(term_fields(entry_id, **fields))


def target(entry_id: str = "glow-receptor", **fields: Any) -> Target:
    invented = term_fields(entry_id, **{"family": "invented receptors", **fields})
    del invented["category"]
    return Target.model_validate(invented)


def substance(entry_id: str = "glowine", **fields: Any) -> Substance:
    invented = term_fields(entry_id)
    del invented["category"]
    return Substance.model_validate(
        {
            **invented,
            "class": "Invented tryptamine",
            "structure": {
                "smiles": "CN(C)CCc1c[nH]c2ccccc12",
                "formula": "C12H16N2",
                "molar_mass": 188.27,
                "inchikey": "DMULVCHRPCFFGV-UHFFFAOYSA-N",
            },
            "hallucinogenic": claim(answer="not in mice; people not tested"),
            "actions": [claim(target="glow-receptor", action="agonist")],
            "stage": claim(stage="preclinical", as_of="2026-11"),
            "safety": [claim(text="Nothing is known about its dangers.")],
            **fields,
        }
    )


def mechanism(entry_id: str = "glow-cascade", **fields: Any) -> Mechanism:
    invented = term_fields(entry_id)
    edge = {"sources": ["doe2020"], "shown_in": ["animals"], "firm": "one_lab", "relation": "activates"}
    question = {
        "stem": "What does the glow receptor activate?",
        "options": [
            {"text": "The lamp", "correct": True, "why": "It is the next step."},
            {"text": "The moon", "why": "It is too far away."},
            {"text": "Nothing", "why": "It activates the lamp."},
        ],
    }
    return Mechanism.model_validate(
        {
            **invented,
            "story": "Once upon a time glowine met its receptor. " * 6,
            "nodes": [
                {"id": "receptor", "label": "Glow receptor", "type": "receptor", "entry": "glow-receptor"},
                {"id": "lamp", "label": "Lamp", "type": "kinase"},
                {"id": "light", "label": "Light", "type": "process"},
            ],
            "edges": [{**edge, "from": "receptor", "to": "lamp"}, {**edge, "from": "lamp", "to": "light"}],
            "enters": [
                {"substance": "glowine", "at": "receptor", "sources": ["doe2020"], "firm": "proposed"},
            ],
            "strongest_for": claim(),
            "strongest_against": claim(text="Nobody has seen the lamp."),
            "check_questions": [question, question, question],
            **fields,
        }
    )


def claim_heard(entry_id: str = "glimmer-heals", **fields: Any) -> ClaimHeard:
    return ClaimHeard.model_validate(
        {
            "id": entry_id,
            "name": "Glimmer heals everything",
            "one_liner": "It does not, for there is none.",
            "verdict": "No",
            "known": claim(),
            "best_against": claim(),
            **fields,
        }
    )


def write_term(folder: Path, text: str, name: str = "glimmer") -> None:
    """A knowledge base in `folder` of one paper and a term whose file says `text`."""
    (folder / "papers").mkdir(parents=True)
    (folder / "terms").mkdir()
    (folder / "papers" / "doe2020.yaml").write_text(PAPER_YAML, encoding="utf-8")
    (folder / "terms" / f"{name}.yaml").write_text(text, encoding="utf-8")


PAPER_YAML = """\
id: doe2020
name: Doe 2020
one_liner: Glimmer grew in an invented garden.
csl:
  type: article-journal
  title: On glimmer in gardens
  author: [{family: Doe, given: Jane}]
  issued: {date-parts: [[2020]]}
  DOI: 10.9999/doe2020
source_kind: article
design: invented study
found: Glimmer grew where it was looked for.
limits: Nothing about it is real.
seen: {where: the inventor's desk, on: "2026-11-25"}
read: {what: abstract, where: the inventor's desk, on: "2026-11-25"}
"""

TERM_YAML = f"""\
id: glimmer
name: Glimmer
one_liner: An invented word for an invented thing.
category: core concepts
plain: {PLAIN}
claims:
  - text: Glimmer grows in the invented garden.
    sources: [doe2020]
    shown_in: [animals]
    firm: one_lab
    reviewed: 2026-11
"""


def question(question_id: str = "glimmer-grows-where", **fields: Any) -> Question:
    return Question.model_validate(
        {
            "id": question_id,
            "stem": "Where does glimmer grow, as far as anybody knows?",
            "options": [
                {"text": "In the garden", "correct": True, "why": "That is where it was found."},
                {"text": "On the roof", "why": "Nobody looked there for it."},
                {"text": "In the cellar", "why": "It was looked for there, and was not."},
            ],
            "category": "core concepts",
            "difficulty": "easy",
            "tests": ["glimmer"],
            "sources": ["doe2020"],
            "reviewed": "2026-11",
            **fields,
        }
    )


def learning_path(path_id: str = "all-of-glimmer", **fields: Any) -> LearningPath:
    steps = ["glimmer", "one", "two", "three", "glimmer-grows-where"]
    invented = {"id": path_id, "name": "All of glimmer", "one_liner": "From the garden to the glimmer in it."}
    return LearningPath.model_validate({**invented, "steps": steps, **fields})


def drug_class(class_id: str = "glowers", **fields: Any) -> DrugClass:
    return DrugClass.model_validate(
        {
            "id": class_id,
            "name": class_id.replace("-", " ").capitalize(),
            "one_liner": "Invented drugs that make their takers glow.",
            "dangers": [claim(text="Whoever glows can be seen from afar.")],
            **fields,
        }
    )


def condition(condition_id: str = "thin-skin", **fields: Any) -> Condition:
    return Condition.model_validate(
        {
            "id": condition_id,
            "name": condition_id.replace("-", " ").capitalize(),
            "one_liner": "An invented state in which the glow shines through.",
            "dangers": [claim(text="The glow shines through.")],
            **fields,
        }
    )


def emergency(emergency_id: str = "burning-bright", **fields: Any) -> Emergency:
    return Emergency.model_validate(
        {
            "id": emergency_id,
            "name": emergency_id.replace("-", " ").capitalize(),
            "signs": ["light from the ears", "smoke", "humming"],
            "claim": claim(text="Too much glow burns whoever has it."),
            **fields,
        }
    )


def pair(one: str, other: str, level: str = "dangerous", **fields: Any) -> DrugInteraction:
    return DrugInteraction.model_validate(
        {
            "id": f"{one}-x-{other}"[:32].rstrip("-"),
            "one": [one],
            "other": [other],
            "level": level,
            "emergencies": ["burning-bright"],
            "claims": [claim(text=f"What happens with {one} and {other}.")],
            **fields,
        }
    )
