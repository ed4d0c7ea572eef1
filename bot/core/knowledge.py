"""The knowledge base as frozen values: at once the domain, the contract of the YAML files, and their JSON Schema."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from bot.core.evidence import CITATION, Claim, Day, Evidence, Firm, Id, Model, Sentences, cited
from bot.core.formulary import Condition, DrugClass, DrugInteraction, Emergency
from bot.core.lessons import CheckQuestion, LearningPath, Question
from bot.core.record import Category, Kind, Record

Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
OneLiner = Annotated[str, StringConstraints(min_length=20, max_length=160)]
Plain = Annotated[str, StringConstraints(min_length=40, max_length=1100)]
Paragraph = Annotated[str, StringConstraints(min_length=40, max_length=1200)]


class Confusable(Model):
    """Another entry that readers take for this one, and the sentence that tells the two apart."""

    id: Id
    difference: Annotated[str, StringConstraints(min_length=20, max_length=200)]


class Entry(Record):
    """What every kind of entry has: names that find it, a one-liner, and its neighbors."""

    name: Name
    aliases: tuple[Name, ...] = ()
    """True synonyms and other spellings; each finds the entry."""
    acronyms: tuple[Name, ...] = ()
    shared_aliases: tuple[Name, ...] = ()
    """Names that mean several entries on purpose; each of those lists it, and a reader is asked which one is meant."""
    everyday: tuple[Name, ...] = ()
    """Those of its names that are everyday words: they find it, and are passed over where a message is explained."""
    one_liner: OneLiner
    basics: bool = False
    """Shown to newcomers first, and ranked before its equals in search."""
    related: tuple[Id, ...] = ()
    confusable_with: tuple[Confusable, ...] = ()
    added: Day | None = None
    """The day it came into the library; what is new is shown by it."""

    @property
    def newest(self) -> str:
        """When it last became news: the day it was added, else the month in which it was last reviewed."""
        return self.added or max((one.reviewed for one in self.evidence if isinstance(one, Claim)), default="")

    @model_validator(mode="after")
    def _everyday_words_are_names(self) -> Self:
        if strange := [word for word in self.everyday if word not in self.names]:
            raise ValueError(f"everyday names {', '.join(strange)}, which is no name of this entry; write it as there")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that finds the entry, the heading first."""
        return (self.name, *self.acronyms, *self.aliases, *self.shared_aliases)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every piece of evidence in the entry; the first is the headline its card opens with."""
        return ()

    @property
    def prose(self) -> tuple[str, ...]:
        """Texts that cite inside brackets."""
        return ()

    @property
    def references(self) -> tuple[Id, ...]:
        """Every other entry this one points at, papers apart."""
        return tuple(dict.fromkeys((*self.related, *(other.id for other in self.confusable_with))))

    @property
    def sources(self) -> tuple[Id, ...]:
        """The papers cited anywhere in the entry, in order of first appearance: the numbering of its citations."""
        return self._sources

    @cached_property
    def _sources(self) -> tuple[Id, ...]:
        keys = [key for evidence in self.evidence for key in evidence.sources]
        keys += [key for e in self.evidence if isinstance(e, Claim) and e.against for key in e.against.sources]
        keys += [key for text in self.prose for key in cited(text)]
        return tuple(dict.fromkeys(keys))


class Explained(Entry):
    """An entry with an explanation for a newcomer and one for a student."""

    plain: Plain
    """60 to 120 words a newcomer can follow; says nothing that no claim of the entry supports."""
    in_depth: tuple[Paragraph, ...] = ()
    """What a student wants to know; every paragraph cites, as `[@ly2018]`."""
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]
    """What is known. The first is the headline: its evidence is the first line of the card."""

    @field_validator("plain")
    @classmethod
    def _a_readable_length(cls, plain: str) -> str:
        words = len(plain.split())
        if not 60 <= words <= 120:
            raise ValueError(f"the plain explanation has {words} words; write 60 to 120")
        if CITATION.search(plain):
            raise ValueError("the plain explanation does not cite; move the citation to a claim or to in_depth")
        return plain

    @field_validator("in_depth")
    @classmethod
    def _every_paragraph_cites(cls, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
        for number, paragraph in enumerate(paragraphs, start=1):
            if not cited(paragraph):
                raise ValueError(f"paragraph {number} cites nothing; add a source as [@key]")
        return paragraphs

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.claims

    @property
    def prose(self) -> tuple[str, ...]:
        return self.in_depth


class Term(Explained):
    """A word of the field."""

    kind: ClassVar[Kind] = Kind.TERM

    category: Category
    broader: Id | None = None
    """The term this one is a kind of; the chain must not go in a circle."""
    pronunciation: Annotated[str, StringConstraints(max_length=80)] | None = None
    etymology: Annotated[str, StringConstraints(max_length=240)] | None = None

    @property
    def references(self) -> tuple[Id, ...]:
        return tuple(dict.fromkeys((*super().references, *((self.broader,) if self.broader else ()))))


class Target(Explained):
    """A receptor, transporter, channel or enzyme, named as the Guide to PHARMACOLOGY names it."""

    kind: ClassVar[Kind] = Kind.TARGET

    family: Annotated[str, StringConstraints(max_length=80)]
    hgnc: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]+$")] | None = None
    uniprot: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{6,10}$")] | None = None
    gtopdb: Annotated[int, Field(gt=0)] | None = None
    """The target's id in the Guide to PHARMACOLOGY."""


class Structure(Model):
    """A molecule's structure and the identifiers computed from it (RDKit recomputes them in the tests)."""

    smiles: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    formula: Annotated[str, StringConstraints(pattern=r"^([A-Z][a-z]?\d*)+$")]
    molar_mass: Annotated[float, Field(gt=0)]
    """In g/mol, average isotopic masses."""
    inchikey: Annotated[str, StringConstraints(pattern=r"^[A-Z]{14}-[A-Z]{10}-[A-Z]$")]
    pubchem_cid: Annotated[int, Field(gt=0)] | None = None
    status: Literal["confirmed", "skeleton_confirmed", "unconfirmed"] = "confirmed"
    """Whether an independent database gives the same InChIKey, only the same skeleton, or none was seen."""


class Affinity(Model):
    """How strongly a substance binds or acts at a target: a range over the sources, in nM."""

    measure: Literal["Ki", "Kd", "EC50", "IC50"]
    low: Annotated[float, Field(gt=0)]
    high: Annotated[float, Field(gt=0)]
    species: Annotated[str, StringConstraints(max_length=40)]
    assay: Annotated[str, StringConstraints(max_length=120)]
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _low_is_low(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low ({self.low}) is above high ({self.high})")
        return self


class Action(Claim):
    """What a substance does at one target."""

    target: Id
    action: Annotated[str, StringConstraints(min_length=3, max_length=40)]
    """`agonist`, `partial agonist`, `antagonist`, `channel blocker`, `releaser`, `reuptake inhibitor` ..."""
    affinities: tuple[Affinity, ...] = ()


class Stage(Claim):
    """How far a substance has come as a medicine; `as_of` is required."""

    stage: Literal["research tool", "preclinical", "phase 1", "phase 2", "phase 3", "approved", "withdrawn"]

    @model_validator(mode="after")
    def _has_a_date(self) -> Self:
        if self.as_of is None:
            raise ValueError("a clinical stage says for which month it is true: add as_of")
        return self


class Hallucinogenic(Claim):
    """Whether it is hallucinogenic, in whom; the field's word for what tables call "psychoactive"."""

    answer: Literal[
        "yes", "no", "dissociative", "not typically", "not in mice; people not tested", "not reported in people"
    ]


class ListedAs(Model):
    """How popular tables list a substance, kept so that the wording people know still finds the entry."""

    substance_class: Annotated[str, Field(alias="class")]
    psychoactive: str


class Substance(Explained):
    """A molecule."""

    kind: ClassVar[Kind] = Kind.SUBSTANCE

    substance_class: Annotated[str, StringConstraints(max_length=80), Field(alias="class")]
    """Its class as the field would now say."""
    codes: tuple[Name, ...] = ()
    brands: tuple[Name, ...] = ()
    street_names: tuple[Name, ...] = ()
    """Names that find it and are never shown as a heading."""
    listed_as: ListedAs | None = None
    structure: Structure | None = None
    structure_note: Annotated[str, StringConstraints(max_length=200)] | None = None
    active_form: Id | None = None
    """For a prodrug: the substance it turns into; the chain must not go in a circle."""
    hallucinogenic: Hallucinogenic
    actions: tuple[Action, ...] = ()
    plasticity: tuple[Claim, ...] = ()
    in_people: tuple[Claim, ...] = ()
    stage: Stage
    safety: Annotated[tuple[Claim, ...], Field(min_length=1)]
    pharmacokinetics: tuple[Claim, ...] = ()

    @model_validator(mode="after")
    def _says_why_there_is_no_structure(self) -> Self:
        if self.structure is None and self.structure_note is None:
            raise ValueError("give a structure, or say in structure_note why there is none (undisclosed, a mixture)")
        if self.structure is not None and self.structure.status == "unconfirmed" and self.structure_note is None:
            raise ValueError("an unconfirmed structure says so in words: add structure_note")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        return (*super().names, *self.codes, *self.brands, *self.street_names)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return (
            *self.claims,
            self.hallucinogenic,
            *self.actions,
            *self.plasticity,
            *self.in_people,
            self.stage,
            *self.safety,
            *self.pharmacokinetics,
        )

    @cached_property
    def _sources(self) -> tuple[Id, ...]:
        numbers = [key for action in self.actions for affinity in action.affinities for key in affinity.sources]
        return tuple(dict.fromkeys((*super()._sources, *numbers)))

    @property
    def references(self) -> tuple[Id, ...]:
        own = (*((self.active_form,) if self.active_form else ()), *(action.target for action in self.actions))
        return tuple(dict.fromkeys((*super().references, *own)))


class NodeType(StrEnum):
    """What a node of a cascade is."""

    SUBSTANCE = "substance"
    RECEPTOR = "receptor"
    MESSENGER = "second messenger"
    TRANSMITTER = "transmitter"
    KINASE = "kinase"
    GENE = "gene"
    PROTEIN = "protein"
    PROCESS = "process"
    STRUCTURE = "structure"


class Node(Model):
    """A step of a cascade."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=24)]
    label: Annotated[str, StringConstraints(min_length=2, max_length=34)]
    type: NodeType
    entry: Id | None = None
    """The entry that explains it."""


class Edge(Evidence):
    """An arrow of a cascade; without a source there is no arrow."""

    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    relation: Literal["activates", "inhibits", "releases", "binds", "leads to"]
    note: Annotated[str, StringConstraints(max_length=200)] | None = None
    """What is disputed, or the condition under which it holds."""

    @model_validator(mode="after")
    def _a_dispute_is_explained(self) -> Self:
        if self.firm is Firm.CONFLICTING and self.note is None:
            raise ValueError("a contested arrow says in note what is disputed")
        return self


class Entrance(Evidence):
    """Where a substance enters a cascade."""

    substance: Id
    at: str
    """The id of a node."""


class Mechanism(Explained):
    """A cascade: an ordered graph of steps, with evidence on each arrow."""

    kind: ClassVar[Kind] = Kind.MECHANISM

    category: Category
    story: Annotated[str, StringConstraints(min_length=200, max_length=1100)]
    """One paragraph that stands alone as a daily post; cites nothing the arrows and claims do not."""
    nodes: Annotated[tuple[Node, ...], Field(min_length=3, max_length=12)]
    edges: Annotated[tuple[Edge, ...], Field(min_length=2, max_length=16)]
    enters: tuple[Entrance, ...] = ()
    strongest_for: Claim
    strongest_against: Claim
    """The best evidence against it, or the most important gap."""
    check_questions: Annotated[tuple[CheckQuestion, ...], Field(min_length=3, max_length=3)]

    @model_validator(mode="after")
    def _the_graph_hangs_together(self) -> Self:
        ids = [node.id for node in self.nodes]
        if len(set(ids)) < len(ids):
            raise ValueError("two nodes have the same id")
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in ids:
                    raise ValueError(f"an edge names the node {end!r}, which is not among the nodes")
        for entrance in self.enters:
            if entrance.at not in ids:
                raise ValueError(f"{entrance.substance} enters at {entrance.at!r}, which is not among the nodes")
        joined = {end for edge in self.edges for end in (edge.source, edge.target)}
        if loose := [node_id for node_id in ids if node_id not in joined]:
            raise ValueError(f"no edge touches {', '.join(loose)}")
        return self

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return (*self.claims, *self.edges, *self.enters, self.strongest_for, self.strongest_against)

    @property
    def references(self) -> tuple[Id, ...]:
        own = (*(node.entry for node in self.nodes if node.entry), *(entrance.substance for entrance in self.enters))
        return tuple(dict.fromkeys((*super().references, *own)))


class ClaimHeard(Entry):
    """A sentence people say ("Is it true that ...?"), what is known, and the best paper on each side."""

    kind: ClassVar[Kind] = Kind.CLAIM_HEARD

    name: Annotated[str, StringConstraints(min_length=10, max_length=140)]
    """The sentence as people say it, without "Is it true that"."""
    verdict: Annotated[str, StringConstraints(min_length=2, max_length=60)]
    """The answer in a few words: `Not shown in people`, `Partly`, `Yes, in rodents`."""
    known: Claim
    """What is known, in whom."""
    best_for: Claim | None = None
    best_against: Claim | None = None
    in_depth: tuple[Paragraph, ...] = ()

    @model_validator(mode="after")
    def _has_a_side(self) -> Self:
        if self.best_for is None and self.best_against is None:
            raise ValueError("give the best paper for it, the best against it, or both")
        return self

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(claim for claim in (self.known, self.best_for, self.best_against) if claim is not None)

    @property
    def prose(self) -> tuple[str, ...]:
        return self.in_depth


class Person(Model):
    """A name as CSL writes it."""

    family: str
    given: str | None = None
    literal: str | None = None


class Issued(Model):
    """A date as CSL writes it."""

    date_parts: Annotated[tuple[tuple[int, ...]], Field(alias="date-parts")]

    @property
    def year(self) -> int:
        return self.date_parts[0][0]


class Csl(Model):
    """The bibliographic record, with the variables of the Citation Style Language."""

    type: Literal["article-journal", "article", "book", "chapter", "report", "webpage", "legislation", "dataset"]
    title: Annotated[str, StringConstraints(min_length=5, max_length=300)]
    author: tuple[Person, ...] = ()
    publisher: str | None = None
    container_title: Annotated[str | None, Field(alias="container-title")] = None
    issued: Issued
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    doi: Annotated[
        str | None,
        StringConstraints(pattern=r"^10\.\d{4,9}/\S+$"),
        Field(alias="DOI"),
    ] = None
    pmid: Annotated[str | None, StringConstraints(pattern=r"^\d+$"), Field(alias="PMID")] = None
    isbn: Annotated[str | None, Field(alias="ISBN")] = None
    url: Annotated[str | None, StringConstraints(pattern=r"^https://\S+$"), Field(alias="URL")] = None
    """The issuing body's own page, for what has no DOI."""

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not (self.doi or self.pmid or self.isbn or self.url):
            raise ValueError("a source needs a DOI, PMID, ISBN or the issuing body's own page (URL)")
        return self

    @property
    def link(self) -> str | None:
        """Where a reader finds it."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else self.url


class Seen(Model):
    """That title and identifier were seen together: where, and when."""

    where: Annotated[str, StringConstraints(min_length=3, max_length=160)]
    on: Day


class Read(Model):
    """That the finding was read: what of it, where, and when."""

    what: Literal["abstract", "full text", "results summary", "official page", "label"]
    where: Annotated[str, StringConstraints(min_length=3, max_length=160)]
    on: Day


class Conflict(Model):
    """An author with a stake in the result."""

    author: str
    stake: Annotated[str, StringConstraints(max_length=120)]


class Paper(Entry):
    """A source: an article, preprint, label, regulator's page, registry entry, law or sponsor's statement."""

    kind: ClassVar[Kind] = Kind.PAPER

    csl: Csl
    source_kind: Literal["article", "preprint", "label", "regulator", "registry", "law", "sponsor statement"]
    design: Annotated[str, StringConstraints(min_length=3, max_length=80)]
    """The kind of study: `randomized controlled trial`, `review`, `rodent and cell study` ..."""
    in_what: Annotated[str, StringConstraints(max_length=160)] | None = None
    """Species, cells or people, with n where it was read."""
    found: Sentences
    """What it found, in our own words."""
    limits: Annotated[str, StringConstraints(min_length=15, max_length=400)]
    nct: Annotated[str, StringConstraints(pattern=r"^NCT\d{8}$")] | None = None
    status: Literal["current", "corrected", "expression of concern", "retracted"] = "current"
    conflicts: tuple[Conflict, ...] = ()
    topics: tuple[str, ...] = ()
    seen: Seen | None = None
    read: Read | None = None


ENTRY_TYPES: tuple[type[Entry], ...] = (Term, Substance, Mechanism, Target, Paper, ClaimHeard)
"""The kinds that have a card, in the order in which summaries list them."""

RECORD_TYPES: tuple[type[Record], ...] = (
    *(*ENTRY_TYPES, Question, LearningPath),
    *(DrugClass, Condition, Emergency, DrugInteraction),
)
"""Every kind of file under `data/`."""
