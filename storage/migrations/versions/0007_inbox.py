"""No index on when an event was handled: only a nightly sweep would use it, and every answer paid for it"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_inbox_received_at", "inbox")


def downgrade() -> None:
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
