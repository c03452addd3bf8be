"""Factories, work orders, pieces and parcels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "factory",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factory")),
        sa.UniqueConstraint("name", name=op.f("uq_factory_name")),
    )
    op.create_table(
        "factory_staff",
        sa.Column("factory_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_factory_staff_factory_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_factory_staff_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factory_staff")),
        sa.UniqueConstraint("person_id", name=op.f("uq_factory_staff_person_id")),
    )
    op.create_index(op.f("ix_factory_staff_factory_id"), "factory_staff", ["factory_id"])
    op.create_table(
        "work_order",
        sa.Column("presale_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("factory_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["factory_id"], ["factory.id"], name=op.f("fk_work_order_factory_id")),
        sa.ForeignKeyConstraint(["presale_id"], ["presale.id"], name=op.f("fk_work_order_presale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_order")),
        sa.UniqueConstraint("number", name=op.f("uq_work_order_number")),
        sa.UniqueConstraint("presale_id", "position", name=op.f("uq_work_order_presale_id_position")),
    )
    op.create_index(op.f("ix_work_order_factory_id_work_order_state"), "work_order", ["factory_id", "state"])
    op.create_table(
        "work_order_cell",
        sa.Column("work_order_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_work_order_cell_pieces")),
        sa.ForeignKeyConstraint(["cell_id"], ["cell.id"], name=op.f("fk_work_order_cell_cell_id")),
        sa.ForeignKeyConstraint(["work_order_id"], ["work_order.id"], name=op.f("fk_work_order_cell_work_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_order_cell")),
        sa.UniqueConstraint("work_order_id", "cell_id", name=op.f("uq_work_order_cell_work_order_id_cell_id")),
    )
    op.create_table(
        "parcel",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("work_order_id", sa.Integer(), nullable=False),
        sa.Column("courier", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_parcel_order_id")),
        sa.ForeignKeyConstraint(["work_order_id"], ["work_order.id"], name=op.f("fk_parcel_work_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("order_id", "work_order_id", name=op.f("uq_parcel_order_id_work_order_id")),
    )
    op.create_index(op.f("ix_parcel_work_order_id"), "parcel", ["work_order_id"])
    op.create_table(
        "piece",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("presale_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("paid_fen", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("work_order_id", sa.Integer(), nullable=True),
        sa.Column("freed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["cell.id"], name=op.f("fk_piece_cell_id")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_piece_order_id")),
        sa.ForeignKeyConstraint(["presale_id"], ["presale.id"], name=op.f("fk_piece_presale_id")),
        sa.ForeignKeyConstraint(["work_order_id"], ["work_order.id"], name=op.f("fk_piece_work_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
    )
    op.create_index(op.f("ix_piece_order_id"), "piece", ["order_id"])
    op.create_index(op.f("ix_piece_presale_id_piece_cell_id_piece_id"), "piece", ["presale_id", "cell_id", "id"])
    op.create_index(op.f("ix_piece_work_order_id_piece_cell_id"), "piece", ["work_order_id", "cell_id"])
