"""Learning events"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "business_units",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("team_id", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("contact", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("regimes", sa.JSON(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_units")),
        sa.UniqueConstraint("team_id", name=op.f("uq_business_units_team_id")),
    )
    op.create_table(
        "learning_events",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("unit_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("regime", sa.JSON(), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("zone", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("access", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("facilitator", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("ground_rules", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("reviewer_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum("active", "paused", "cancelled", name="standing", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("publication_on", sa.Date(), nullable=True),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name=op.f("fk_learning_events_reviewer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["business_units.id"], name=op.f("fk_learning_events_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_events")),
        sa.UniqueConstraint("code", name=op.f("uq_learning_events_code")),
    )
    with op.batch_alter_table("learning_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_events_erase_on"), ["erase_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_events_reviewer_id"), ["reviewer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_events_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_members",
        sa.Column("unit_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("granted_by", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("granted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_unit_members_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["business_units.id"], name=op.f("fk_unit_members_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "person_id", name=op.f("pk_unit_members")),
    )
    with op.batch_alter_table("unit_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_members_person_id"), ["person_id"], unique=False)

    op.create_table(
        "event_stages",
        sa.Column("event_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "convened",
                "held",
                "drafted",
                "agreed",
                "sent",
                "published",
                "taken-down",
                "closed",
                name="stage",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["learning_events.id"], name=op.f("fk_event_stages_event_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["people.id"], name=op.f("fk_event_stages_recorded_by")),
        sa.PrimaryKeyConstraint("event_id", "stage", name=op.f("pk_event_stages")),
    )
    op.create_table(
        "panel_members",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("event_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("agency", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["learning_events.id"], name=op.f("fk_panel_members_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_panel_members_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_members")),
        sa.UniqueConstraint("event_id", "agency", name=op.f("uq_panel_members_event_id_agency")),
    )
    with op.batch_alter_table("panel_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_members_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_panel_members_person_id"), ["person_id"], unique=False)

    op.create_table(
        "practitioners",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("event_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("panel_member_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "nation",
            sa.Enum(
                "england",
                "scotland",
                "wales",
                "northern-ireland",
                name="nation",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "part",
            sa.Enum("taking", "paused", "withdrawn", name="part", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("needs", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["learning_events.id"], name=op.f("fk_practitioners_event_id")),
        sa.ForeignKeyConstraint(
            ["panel_member_id"], ["panel_members.id"], name=op.f("fk_practitioners_panel_member_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_practitioners_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioners")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_practitioners_event_id_person_id")),
    )
    with op.batch_alter_table("practitioners", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practitioners_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_practitioners_panel_member_id"), ["panel_member_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_practitioners_person_id"), ["person_id"], unique=False)

    op.create_table(
        "preparation_ticks",
        sa.Column("practitioner_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "experiences",
                "good-practice",
                "learning-points",
                "records",
                "familiar",
                name="preparation",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_preparation_ticks_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("practitioner_id", "item", name=op.f("pk_preparation_ticks")),
    )
    op.create_table(
        "support_requests",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("practitioner_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("reviewer_too", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("answered_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_support_requests_answered_by")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name=op.f("fk_support_requests_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_requests")),
    )
    with op.batch_alter_table("support_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_support_requests_practitioner_id"), ["practitioner_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("support_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_requests_practitioner_id"))

    op.drop_table("support_requests")
    op.drop_table("preparation_ticks")
    with op.batch_alter_table("practitioners", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practitioners_person_id"))
        batch_op.drop_index(batch_op.f("ix_practitioners_panel_member_id"))
        batch_op.drop_index(batch_op.f("ix_practitioners_event_id"))

    op.drop_table("practitioners")
    with op.batch_alter_table("panel_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_members_person_id"))
        batch_op.drop_index(batch_op.f("ix_panel_members_event_id"))

    op.drop_table("panel_members")
    op.drop_table("event_stages")
    with op.batch_alter_table("unit_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_members_person_id"))

    op.drop_table("unit_members")
    with op.batch_alter_table("learning_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_events_unit_id"))
        batch_op.drop_index(batch_op.f("ix_learning_events_reviewer_id"))
        batch_op.drop_index(batch_op.f("ix_learning_events_erase_on"))

    op.drop_table("learning_events")
    op.drop_table("business_units")
