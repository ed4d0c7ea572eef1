"""Generated questions over the whole library: one key, and options that the library itself shows to be wrong."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import generated, names, question_checks
from bot.core.evidence import Claim, Firm
from bot.core.facts import Fact, Ground, inside
from bot.core.knowledge import Mechanism, Paper, Substance, Target, Term
from bot.core.lessons import GeneratedQuestion, Template
from bot.core.library import Library
from bot.storage import knowledge
from tests import sample
from tests.conftest import DATA

LIBRARY = knowledge.load(DATA)
FACTS = generated.facts(LIBRARY)
KNOWN = question_checks.named(LIBRARY.entries.values())
BY_NAME = {entry.name: entry for entry in LIBRARY.entries.values()}


def about(template: Template) -> list[Fact]:
    return [fact for fact in FACTS if fact.template is template]


def substances(fact: Fact) -> list[Substance]:
    """The substances among the wrong options."""
    found = [BY_NAME[option.text] for option in fact.wrong]
    return [entry for entry in found if isinstance(entry, Substance)]


def test_every_template_finds_something_to_ask() -> None:
    counted = dict(generated.counts(FACTS))

    assert set(counted) == set(Template)
    assert min(counted.values()) >= 9
    assert sum(counted.values()) == len(FACTS)


def test_every_id_is_its_own_and_short_enough_for_a_custom_id() -> None:
    assert len(generated.by_id(FACTS)) == len(FACTS)
    assert all(len(fact.id) <= 90 and re.fullmatch(r"[a-z0-9.-]+", fact.id) for fact in FACTS)


@given(seed=st.integers(), count=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_any_draw_is_of_good_questions(seed: int, count: int) -> None:
    for question in generated.draw(FACTS, Random(seed), count):
        fact = generated.by_id(FACTS)[question.id]
        assert [option for option in question.options if option.correct] == [fact.key]
        assert 3 <= len(question.options) <= 4
        assert all(option.correct or option in fact.wrong for option in question.options)
        assert list(question_checks.synonyms(question, KNOWN)) == []
        assert [one for one in question_checks.style(question) if "LIX" not in one[1]] == []


@given(seed=st.integers())
@settings(max_examples=20, deadline=None)
def test_the_same_seed_asks_the_same(seed: int) -> None:
    assert generated.draw(FACTS, Random(seed), 12) == generated.draw(FACTS, Random(seed), 12)


@given(seed=st.integers(), count=st.integers(1, 2 * len(FACTS)))
@settings(max_examples=10, deadline=None)
def test_a_draw_asks_nothing_twice_and_takes_templates_in_turn(seed: int, count: int) -> None:
    drawn = generated.draw(FACTS, Random(seed), count)

    assert len({question.id for question in drawn}) == len(drawn) == min(count, len(FACTS))
    first = Counter(question.template for question in drawn[: len(Template)])
    assert max(first.values()) == 1


def test_the_key_is_the_longest_no_more_often_than_chance() -> None:
    longest = expected = spread = 0.0
    for fact in FACTS:
        question = generated.ask(fact, Random(fact.id))
        lengths = [len(option.text) for option in question.options]
        share = 1 / len(lengths)
        longest += len(fact.key.text) == max(lengths) and lengths.count(max(lengths)) == 1
        expected, spread = expected + share, spread + share * (1 - share)

    assert longest <= expected + 3 * spread**0.5


def test_a_fact_stands_on_sources_of_the_entry_that_answers_it() -> None:
    for fact in FACTS:
        entry = LIBRARY.entries[fact.tests[0]]
        assert set(fact.sources) <= {*entry.sources, entry.id}, fact.id
        assert fact.sources or fact.template in (Template.CLASS, Template.STRUCTURE)


def test_a_target_offered_as_wrong_is_none_of_the_substance_and_unknown_to_its_text() -> None:
    ground = Ground(LIBRARY)
    for fact in about(Template.TARGET):
        substance = LIBRARY.entries[fact.tests[0]]
        assert isinstance(substance, Substance)
        own = {action.target for action in substance.actions}
        families = {entry.family for target in own if isinstance(entry := LIBRARY.get(target), Target)}
        for option in fact.wrong:
            target = BY_NAME[option.text]
            assert isinstance(target, Target)
            assert target.id not in own
            assert target.family not in families
            assert ground.strangers(substance, target)


def test_a_disputed_or_proposed_action_is_never_the_answer() -> None:
    for fact in (*about(Template.TARGET), *about(Template.TRUE_OR_FALSE)):
        entry = LIBRARY.entries[fact.tests[0]]
        if isinstance(entry, Substance):
            (action,) = [one for one in entry.actions if one.target == fact.tests[1]]
            assert action.firm not in (Firm.CONFLICTING, Firm.PROPOSED)
            assert action.against is None


def test_a_class_offered_as_wrong_belongs_to_another_chemistry() -> None:
    for fact in about(Template.CLASS):
        substance = LIBRARY.entries[fact.tests[0]]
        assert isinstance(substance, Substance)
        assert fact.key.text == substance.substance_class
        for option in fact.wrong:
            chemistry = set(names.words(option.text.partition(";")[0]))
            assert not {word for word in chemistry if len(word) > 2} & set(names.words(substance.substance_class))


def test_a_step_offered_as_wrong_is_reached_by_no_arrow_from_the_step_before() -> None:
    for fact in about(Template.NEXT_STEP):
        mechanism = LIBRARY.entries[fact.tests[0]]
        assert isinstance(mechanism, Mechanism)
        before = fact.subject.split(".")[1]
        labels = {node.label: node.id for node in mechanism.nodes}
        following = {edge.target for edge in mechanism.edges if edge.source == before}
        assert labels[fact.key.text] in following
        assert not {labels[option.text] for option in fact.wrong} & (following | {before})
        (arrow,) = [edge for edge in mechanism.edges if (edge.source, edge.target) == (before, labels[fact.key.text])]
        assert arrow.firm not in (Firm.CONFLICTING, Firm.PROPOSED)


def test_the_picture_of_a_cascade_leaves_every_option_blank() -> None:
    for fact in about(Template.NEXT_STEP):
        assert fact.picture is not None
        mechanism = LIBRARY.entries[fact.picture.entry]
        assert isinstance(mechanism, Mechanism)
        hidden = {node.label for node in mechanism.nodes if node.id in fact.picture.hidden}
        assert hidden == {option.text for option in (fact.key, *fact.wrong)}
        assert not any(f"“{label}”" in fact.picture.alternative for label in hidden)


def test_a_substance_offered_as_wrong_does_not_enter_there() -> None:
    for fact in about(Template.ENTERS):
        mechanism = LIBRARY.entries[fact.tests[0]]
        assert isinstance(mechanism, Mechanism)
        at = fact.subject.split(".")[1]
        entry = {node.id: node.entry for node in mechanism.nodes}[at]
        there = {entrance.substance for entrance in mechanism.enters if entrance.at == at}
        for substance in substances(fact):
            assert substance.id not in there
            assert entry not in {action.target for action in substance.actions}


def test_a_structure_offered_as_wrong_is_another_molecule_also_in_words() -> None:
    for fact in about(Template.STRUCTURE):
        shown = LIBRARY.entries[fact.tests[0]]
        assert isinstance(shown, Substance)
        assert shown.structure is not None
        assert fact.picture is not None
        assert fact.picture.entry in LIBRARY.drawings
        assert shown.name.casefold() not in fact.picture.alternative.casefold()
        for other in substances(fact):
            assert other.structure is not None
            assert other.structure.formula != shown.structure.formula
            assert other.structure.inchikey[:14] != shown.structure.inchikey[:14]


def test_a_paper_offered_as_wrong_supports_none_of_the_claims_that_the_right_one_supports() -> None:
    evidence = [one for entry in LIBRARY.entries.values() for one in entry.evidence]
    for fact in about(Template.PAPER):
        papers = [BY_NAME[option.text] for option in fact.wrong]
        assert all(isinstance(paper, Paper) for paper in papers)
        beside = {key for one in evidence if fact.tests[0] in one.sources for key in one.sources}
        assert not beside & {paper.id for paper in papers}


def test_a_term_offered_as_wrong_is_no_kind_of_the_right_one_nor_named_in_its_definition() -> None:
    for fact in about(Template.TERM):
        key = LIBRARY.entries[fact.tests[0]]
        assert isinstance(key, Term)
        for option in fact.wrong:
            other = BY_NAME[option.text]
            assert isinstance(other, Term)
            assert key.id != other.broader
            assert other.id != key.broader
            assert names.squash(other.name) not in {names.squash(word) for word in key.one_liner.split()}


def test_a_definition_is_true_of_the_term_it_defines_and_false_of_another() -> None:
    for fact in about(Template.TRUE_OR_FALSE):
        told, claimed = fact.subject.split(".")
        if isinstance(LIBRARY.get(told), Term):
            assert fact.key.text.startswith("True" if told == claimed else "False")
            assert sum(option.text.startswith("True") for option in (fact.key, *fact.wrong)) == 1


def test_the_opposite_of_an_action_is_false() -> None:
    library = Library.of((sample.paper(), sample.target(), sample.substance()))

    (fact,) = (fact for fact in generated.facts(library) if fact.template is Template.TRUE_OR_FALSE)

    assert fact.stem == "True or false? “Glowine acts at the Glow receptor as an antagonist.”"
    assert fact.key.text == "False: it acts as an agonist"


RESERVED: dict[str, sample.Fields] = {
    "disputed": {"firm": "conflicting", "against": {"text": "Nobody else saw it.", "sources": ["doe2020"]}},
    "proposed": {"firm": "proposed", "shown_in": []},
    "reported only": {"text": "Glowine is said to act there."},
    "in other words": {"action": "weak as the phosphate"},
}


@pytest.mark.parametrize("fields", RESERVED.values(), ids=RESERVED.keys())
def test_what_is_not_said_outright_is_not_asked(fields: sample.Fields) -> None:
    action = {**sample.claim(target="glow-receptor", action="agonist"), **fields}
    library = Library.of((sample.paper(), sample.target(), sample.substance(actions=[action])))

    assert [fact for fact in generated.facts(library) if fact.template is not Template.TERM] == []


def test_a_name_that_cannot_be_spoken_is_not_asked() -> None:
    cascade = sample.mechanism()
    nodes = [node.model_copy(update={"label": f"{node.label} ↑"}) for node in cascade.nodes]
    shown = [one.model_copy(update={"firm": Firm.ONE_LAB}) for one in cascade.enters]
    unspoken = cascade.model_copy(update={"nodes": tuple(nodes), "enters": tuple(shown)})
    library = Library.of((sample.paper(), sample.target(name="Glow → receptor"), sample.substance(), unspoken))

    assert {fact.template for fact in generated.facts(library)} <= {Template.TERM, Template.TRUE_OR_FALSE}


def test_a_long_cascade_is_told_as_far_as_there_is_room() -> None:
    edge = {"sources": ["doe2020"], "shown_in": ["animals"], "firm": "one_lab", "relation": "leads to"}
    nodes = [
        {"id": f"n{index}", "label": f"A step with a long name {index:>4}", "type": "process"} for index in range(12)
    ]
    edges = [{**edge, "from": f"n{index}", "to": f"n{index + 1}"} for index in range(11)]
    edges += [{**edge, "from": f"n{index}", "to": "n11"} for index in range(5)]
    long = sample.mechanism(nodes=nodes, edges=edges, enters=[])
    library = Library.of((sample.paper(), long))

    told = [fact.picture.alternative for fact in generated.facts(library) if fact.picture]

    assert told
    assert all(200 < len(text) <= 600 and text.endswith(".") for text in told)


def test_where_a_cascade_has_an_arrow_to_the_step_it_came_from_nothing_is_said_twice() -> None:
    cascade = sample.mechanism()
    back = cascade.edges[0].model_copy(update={"source": "light", "target": "receptor"})
    circle = cascade.model_copy(update={"edges": (*cascade.edges, back)})
    library = Library.of((sample.paper(), sample.target(), sample.substance(), circle))

    asked = [fact for fact in generated.facts(library) if fact.template is Template.NEXT_STEP]

    assert all(len({option.text for option in (fact.key, *fact.wrong)}) == 1 + len(fact.wrong) for fact in asked)


def test_an_empty_library_has_nothing_to_ask() -> None:
    assert generated.facts(Library.of(())) == ()
    assert generated.draw((), Random(1), 5) == ()


def test_what_does_not_fit_or_cannot_be_spoken_is_not_asked() -> None:
    for fact in FACTS:
        for option in (fact.key, *fact.wrong):
            assert not any(question_checks.wording(f"{option.text} {option.why}"))


@pytest.mark.parametrize(("name", "inside_a_sentence"), [("Ketamine", "ketamine"), ("LSD", "LSD"), ("DOI", "DOI")])
def test_names_of_substances_are_written_as_inside_a_sentence(name: str, inside_a_sentence: str) -> None:
    assert inside(name) == inside_a_sentence


def test_every_reason_is_from_the_library() -> None:
    """What a reason says of a substance's action is the text of a claim."""
    for fact in about(Template.TARGET):
        substance = LIBRARY.entries[fact.tests[0]]
        claims = [one.text for one in substance.evidence if isinstance(one, Claim)]
        assert any(text.startswith(fact.key.why.removesuffix(".")) for text in claims)


def test_a_generated_question_is_asked_like_a_written_one() -> None:
    (question,) = generated.draw(about(Template.STRUCTURE), Random(3), 1)

    assert isinstance(question, GeneratedQuestion)
    assert question.picture is not None
    assert question.difficulty == "hard"
    assert sample.question().picture is None
