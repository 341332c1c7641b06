"""An institution's own texts, which all of its programmes begin from."""

from plugin.store.migrations.steps import create, flag, number, text

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    """Make the table."""
    create(
        "tenant_content",
        ["bank", "key"],
        [
            text("bank"),
            text("key"),
            text("text"),
            number("depth"),
            flag("hidden"),
            number("version"),
        ],
        [],
    )
