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
    DRUG_CLASS = "drug_class"
    CONDITION = "condition"
    EMERGENCY = "emergency"
    INTERACTION = "interaction"

    @property
    def folder(self) -> str:
        return _IRREGULAR.get(self.value, f"{self.value}s")


_IRREGULAR = {"claim_heard": "claims_heard", "drug_class": "drug_classes", "emergency": "emergencies"}


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
