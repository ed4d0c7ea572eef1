"""The library in use, and its replacement while the bot runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.core import interactions
from bot.core.glossary import Glossary
from bot.core.interactions import Formulary
from bot.core.library import Library
from bot.core.search import Index
from bot.storage import knowledge


class Knowledge:
    """Holds the library and its index; both change together, or, where a file is broken, not at all."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        """Load `folder`; a KnowledgeError with every problem if there is any. `cache` keeps it for the next start."""
        self._folder = folder
        self._cache = cache
        self._library = knowledge.load(folder, cache)
        self._index = Index(self._library)
        self._glossary: tuple[Library, Glossary] | None = None
        self._parties: tuple[Library, Index] | None = None

    @property
    def library(self) -> Library:
        return self._library

    @property
    def index(self) -> Index:
        return self._index

    @property
    def glossary(self) -> Glossary:
        """Finds the library's terms in a message; made when it is first asked for, which spares the start."""
        if self._glossary is None or self._glossary[0] is not self._library:
            self._glossary = self._library, Glossary(self._library)
        return self._glossary[1]

    @property
    def formulary(self) -> Formulary:
        """Who and what can be asked about together, and the pairs."""
        return interactions.formulary(self._library)

    @property
    def parties(self) -> Index:
        """The parties of the formulary by name, brand and street name; made when it is first asked for."""
        if self._parties is None or self._parties[0] is not self._library:
            self._parties = self._library, Index(Library.of(self.formulary.parties.values()))
        return self._parties[1]

    async def reload(self) -> None:
        """Read the folder again; a KnowledgeError leaves the library in use as it was."""
        library = await asyncio.to_thread(knowledge.load, self._folder, self._cache)
        self._library, self._index = library, await asyncio.to_thread(Index, library)
