"""What Alembic runs: one upgrade, on the connection and inside the transaction that bot.storage.migrate opened."""

from alembic import context

from bot.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
