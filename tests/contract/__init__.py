"""A checker of request bodies against Discord's OpenAPI description and the documented rules it does not carry."""

from tests.contract.spec import ABSENT, Contract, Problem

__all__ = ["ABSENT", "Contract", "Problem"]
