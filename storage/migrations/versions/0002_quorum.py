"""The live quorum: sittings, stays, moments, decisions, urgent business, minutes"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chair_words",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("meeting_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reflects", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("chair_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("shorts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name=op.f("fk_chair_words_chair_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_chair_words_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chair_words")),
    )
    with op.batch_alter_table("chair_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chair_words_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "minutes_versions",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("meeting_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("correction", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("author_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("approved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("approved_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("approved_in", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_minutes_versions_approved_by")),
        sa.ForeignKeyConstraint(
            ["approved_in"], ["meetings.id"], name=op.f("fk_minutes_versions_approved_in")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_minutes_versions_author_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_versions_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_versions")),
        sa.UniqueConstraint("meeting_id", "version", name=op.f("uq_minutes_versions_meeting_id_version")),
    )
    op.create_table(
        "quorum_moments",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("meeting_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("quorate", sa.Boolean(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("sentence", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_quorum_moments_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quorum_moments")),
    )
    with op.batch_alter_table("quorum_moments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quorum_moments_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "sittings",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("meeting_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("opened_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("charter_version", sa.Integer(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_sittings_closed_by")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_sittings_meeting_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name=op.f("fk_sittings_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sa.UniqueConstraint("code", name=op.f("uq_sittings_code")),
    )
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sittings_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "stays",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("meeting_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "member",
                "guest",
                "observer",
                "lapsed",
                "unconfirmed",
                name="standing",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("arrived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("left_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("forgotten", sa.Boolean(), nullable=False),
        sa.Column(
            "how",
            sa.Enum("button", "code", "officer", "afterwards", name="how", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_stays_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_stays_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["people.id"], name=op.f("fk_stays_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stays")),
    )
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stays_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stays_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_stays_still_here",
            ["meeting_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "urgent_business",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("meeting_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("chair_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("independent_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "consulting", "view kept", "decided", "withdrawn", name="step", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "view",
            sa.Enum("supports", "does-not-support", "no-view", name="view", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("view_words", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column(
            "way", sa.Enum("button", "link", "call", name="way", native_enum=False, length=40), nullable=True
        ),
        sa.Column("viewed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("viewed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("ruling_words", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("ruled_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("ruled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name=op.f("fk_urgent_business_chair_id")),
        sa.ForeignKeyConstraint(
            ["independent_id"], ["people.id"], name=op.f("fk_urgent_business_independent_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_urgent_business_meeting_id")),
        sa.ForeignKeyConstraint(["ruled_by"], ["people.id"], name=op.f("fk_urgent_business_ruled_by")),
        sa.ForeignKeyConstraint(["viewed_by"], ["people.id"], name=op.f("fk_urgent_business_viewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urgent_business")),
    )
    with op.batch_alter_table("urgent_business", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_urgent_business_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("meeting_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("proposer_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("conflicted", sa.JSON(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "force",
            sa.Enum(
                "in force",
                "for ratification",
                "ratified",
                "not ratified",
                name="force",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "colour",
            sa.Enum("red", "amber", "green", name="colour", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("sentence", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("word_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("settled_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("settled_in", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")),
        sa.ForeignKeyConstraint(["proposer_id"], ["people.id"], name=op.f("fk_decisions_proposer_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["people.id"], name=op.f("fk_decisions_recorded_by")),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name=op.f("fk_decisions_settled_by")),
        sa.ForeignKeyConstraint(["settled_in"], ["meetings.id"], name=op.f("fk_decisions_settled_in")),
        sa.ForeignKeyConstraint(["word_id"], ["chair_words.id"], name=op.f("fk_decisions_word_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_force"), ["force"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_meeting_id"), ["meeting_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_decisions_force"))

    op.drop_table("decisions")
    with op.batch_alter_table("urgent_business", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_urgent_business_meeting_id"))

    op.drop_table("urgent_business")
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_stays_still_here",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_stays_person_id"))
        batch_op.drop_index(batch_op.f("ix_stays_meeting_id"))

    op.drop_table("stays")
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sittings_meeting_id"))

    op.drop_table("sittings")
    with op.batch_alter_table("quorum_moments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quorum_moments_meeting_id"))

    op.drop_table("quorum_moments")
    op.drop_table("minutes_versions")
    with op.batch_alter_table("chair_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chair_words_meeting_id"))

    op.drop_table("chair_words")
