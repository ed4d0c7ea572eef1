"""What every file under `data/` is: a record of some kind with an id."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from bot.core.evidence import Id, Model


class Kind(StrEnum):
    """The kinds of entry; the value is the name in a sentence, `folder` the folder under `data/`."""

    TERM = "term"
    SUBSTANCE = "substance"
    MECHANISM = "mechanism"
    TARGET = "target"
    PAPER = "paper"
    CLAIM_HEARD = "claim_heard"
    QUESTION = "question"
    LEARNING_PATH = "learning_path"

    @property
    def folder(self) -> str:
        return "claims_heard" if self is Kind.CLAIM_HEARD else f"{self.value}s"


class Record(Model):
    """One file of the knowledge base; its id is the file's name."""

    kind: ClassVar[Kind]

    id: Id


class Category(StrEnum):
    """The shelves of the glossary, and of mechanisms."""

    CORE = "core concepts"
    PLASTICITY = "plasticity"
    CELLS = "cells and circuits"
    SIGNALING = "receptors and signaling"
    PHARMACOLOGY = "pharmacology"
    CHEMISTRY = "chemistry"
    DRUG_CLASS = "drug classes"
    METHODS = "research methods"
    TRIALS = "clinical trials"
    CONDITIONS = "conditions"
    THERAPY = "therapy"
    SAFETY = "safety"
