"""Calendars: what people chose, and what each calendar was invited to"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_choices",
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum("nothing", "invitations", "feed", name="choice", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("chosen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("stop_token", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("feed_token", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_choices_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_choices")),
        sa.UniqueConstraint("feed_token", name=op.f("uq_calendar_choices_feed_token")),
        sa.UniqueConstraint("stop_token", name=op.f("uq_calendar_choices_stop_token")),
    )
    op.create_table(
        "invitations",
        sa.Column("meeting_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "entry",
            sa.Enum("invited", "held", "withdrawn", name="entry", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column(
            "partstat",
            sa.Enum(
                "NEEDS-ACTION",
                "ACCEPTED",
                "TENTATIVE",
                "DECLINED",
                name="partstat",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_from", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("answered_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revised_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_invitations_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invitations_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_invitations")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("invitations")
    op.drop_table("calendar_choices")
