"""Find the newest contributions though most of what is newer are comments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PUBLISHED = sa.text("kind = 'problem' AND visibility = 'public' AND state = 'published'")


def upgrade() -> None:
    op.create_index(
        "item_newest_problems",
        "item",
        ["id"],
        sqlite_where=PUBLISHED,
        postgresql_where=PUBLISHED,
    )


def downgrade() -> None:
    op.drop_index("item_newest_problems", "item")
