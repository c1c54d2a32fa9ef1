"""One person's entries for one meeting, found at once"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_ledger_meeting_id_person_id", "ledger", ["meeting_id", "person_id"])
    op.drop_index("ix_ledger_meeting_id", "ledger")
    op.drop_index("ix_ledger_group_id", "ledger")


def downgrade() -> None:
    op.create_index("ix_ledger_group_id", "ledger", ["group_id"])
    op.create_index("ix_ledger_meeting_id", "ledger", ["meeting_id"])
    op.drop_index("ix_ledger_meeting_id_person_id", "ledger")
