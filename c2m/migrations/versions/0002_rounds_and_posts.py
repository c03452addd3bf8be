"""Rounds and ballots, samples and posts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "round",
        sa.Column("koc_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pick_limit", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("later_reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_round_closes_later")),
        sa.ForeignKeyConstraint(["koc_id"], ["koc.id"], name=op.f("fk_round_koc_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("koc_id", "number", name=op.f("uq_round_koc_id_number")),
    )
    op.create_index(op.f("ix_round_state_round_closes_at"), "round", ["state", "closes_at"])
    op.create_table(
        "entry",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("design_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_entry_design_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_entry_round_id")),
        sa.ForeignKeyConstraint(["version_id"], ["design_version.id"], name=op.f("fk_entry_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("round_id", "design_id", name=op.f("uq_entry_round_id_design_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_entry_round_id_number")),
    )
    op.create_index(op.f("ix_entry_design_id"), "entry", ["design_id"])
    op.create_table(
        "sample",
        sa.Column("design_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("koc_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("take", sa.Integer(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.Column("cost_fen", sa.Integer(), nullable=False),
        sa.Column("courier", sa.String(), nullable=False),
        sa.Column("tracking", sa.String(), nullable=False),
        sa.Column("declined_reason", sa.String(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("cost_fen >= 0", name=op.f("ck_sample_cost")),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_sample_design_id")),
        sa.ForeignKeyConstraint(["koc_id"], ["koc.id"], name=op.f("fk_sample_koc_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sample_round_id")),
        sa.ForeignKeyConstraint(["version_id"], ["design_version.id"], name=op.f("fk_sample_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("design_id", "koc_id", name=op.f("uq_sample_design_id_koc_id")),
    )
    op.create_index(op.f("ix_sample_koc_id"), "sample", ["koc_id"])
    op.create_table(
        "ballot",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_ballot_card_id")),
        sa.ForeignKeyConstraint(["group_id"], ["community.id"], name=op.f("fk_ballot_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ballot_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ballot_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_ballot_round_id_person_id")),
    )
    op.create_index(op.f("ix_ballot_person_id"), "ballot", ["person_id"])
    op.create_table(
        "pick",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_pick_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pick_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_pick_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick")),
        sa.UniqueConstraint("round_id", "person_id", "entry_id", name=op.f("uq_pick_round_id_person_id_entry_id")),
    )
    op.create_index(op.f("ix_pick_entry_id"), "pick", ["entry_id"])
    op.create_table(
        "post",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("scene", sa.String(), nullable=False),
        sa.Column("worry", sa.String(), nullable=False),
        sa.Column("fit", sa.String(), nullable=False),
        sa.Column("size_advice", sa.String(), nullable=False),
        sa.Column("not_for", sa.String(), nullable=False),
        sa.Column("wears", sa.String(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=True),
        sa.Column("returned_reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name=op.f("fk_post_sample_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_post_video_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("sample_id", name=op.f("uq_post_sample_id")),
    )
    op.create_table(
        "verdict",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("aside_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_verdict_entry_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_verdict_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint("round_id", "entry_id", name=op.f("uq_verdict_round_id_entry_id")),
        sa.UniqueConstraint("round_id", "place", name=op.f("uq_verdict_round_id_place")),
    )
    op.create_table(
        "post_picture",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_post_picture_picture_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_picture_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_picture")),
        sa.UniqueConstraint("post_id", "picture_id", name=op.f("uq_post_picture_post_id_picture_id")),
        sa.UniqueConstraint("post_id", "position", name=op.f("uq_post_picture_post_id_position")),
    )
    op.create_table(
        "wording",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scene", sa.String(), nullable=False),
        sa.Column("worry", sa.String(), nullable=False),
        sa.Column("fit", sa.String(), nullable=False),
        sa.Column("size_advice", sa.String(), nullable=False),
        sa.Column("not_for", sa.String(), nullable=False),
        sa.Column("wears", sa.String(), nullable=False),
        sa.Column("returned_reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_wording_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("post_id", "number", name=op.f("uq_wording_post_id_number")),
    )
