"""Runs the migrations on the connection that `plugin.store.migrate` gives it."""

from alembic import context

from plugin.store.tables import metadata

# The caller owns the transaction: all steps are kept together, or none is.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
