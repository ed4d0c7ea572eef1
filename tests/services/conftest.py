"""The same databases as the storage's tests: SQLite and PostgreSQL."""

from tests.storage.conftest import database, migrated_file, postgres, url

__all__ = ["database", "migrated_file", "postgres", "url"]
