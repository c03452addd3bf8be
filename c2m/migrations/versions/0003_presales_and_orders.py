"""Pre-sales, orders and payments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "presale",
        sa.Column("design_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("cost_fen", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("per_person", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ships_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("paid_at_close", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_voters_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_rest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("cap IS NULL OR cap >= minimum", name=op.f("ck_presale_cap")),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_presale_closes_later")),
        sa.CheckConstraint("cost_fen >= 0", name=op.f("ck_presale_cost")),
        sa.CheckConstraint("lock_at >= closes_at", name=op.f("ck_presale_lock_later")),
        sa.CheckConstraint("minimum > 0", name=op.f("ck_presale_minimum")),
        sa.CheckConstraint("price_fen > 0", name=op.f("ck_presale_price")),
        sa.CheckConstraint("taken >= 0 AND (cap IS NULL OR taken <= cap)", name=op.f("ck_presale_taken")),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_presale_design_id")),
        sa.ForeignKeyConstraint(["version_id"], ["design_version.id"], name=op.f("fk_presale_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presale")),
    )
    op.create_index(op.f("ix_presale_design_id"), "presale", ["design_id"])
    op.create_index(op.f("ix_presale_state_presale_closes_at"), "presale", ["state", "closes_at"])
    op.create_table(
        "cell",
        sa.Column("presale_id", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("colour_en", sa.String(), nullable=False),
        sa.Column("hex", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["presale_id"], ["presale.id"], name=op.f("fk_cell_presale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell")),
        sa.UniqueConstraint("presale_id", "colour", "size", name=op.f("uq_cell_presale_id_colour_size")),
    )
    op.create_table(
        "viewing",
        sa.Column("presale_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_viewing_person_id")),
        sa.ForeignKeyConstraint(["presale_id"], ["presale.id"], name=op.f("fk_viewing_presale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
        sa.UniqueConstraint("presale_id", "person_id", name=op.f("uq_viewing_presale_id_person_id")),
    )
    op.create_table(
        "front",
        sa.Column("presale_id", sa.Integer(), nullable=False),
        sa.Column("koc_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["koc_id"], ["koc.id"], name=op.f("fk_front_koc_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_front_post_id")),
        sa.ForeignKeyConstraint(["presale_id"], ["presale.id"], name=op.f("fk_front_presale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_front")),
        sa.UniqueConstraint("presale_id", "koc_id", name=op.f("uq_front_presale_id_koc_id")),
    )
    op.create_index(op.f("ix_front_koc_id"), "front", ["koc_id"])
    op.create_table(
        "order",
        sa.Column("presale_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("front_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("goods_fen", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_order_pieces")),
        sa.CheckConstraint("total_fen >= 0 AND total_fen = goods_fen", name=op.f("ck_order_total")),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_order_card_id")),
        sa.ForeignKeyConstraint(["front_id"], ["front.id"], name=op.f("fk_order_front_id")),
        sa.ForeignKeyConstraint(["group_id"], ["community.id"], name=op.f("fk_order_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_order_person_id")),
        sa.ForeignKeyConstraint(["presale_id"], ["presale.id"], name=op.f("fk_order_presale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order")),
        sa.UniqueConstraint("person_id", "request_key", name=op.f("uq_order_person_id_request_key")),
    )
    op.create_index(op.f("ix_order_front_id"), "order", ["front_id"])
    op.create_index(op.f("ix_order_presale_id_order_state"), "order", ["presale_id", "state"])
    op.create_index(op.f("ix_order_state_order_expires_at"), "order", ["state", "expires_at"])
    op.create_table(
        "order_line",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("unit_fen", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces > 0 AND unit_fen > 0", name=op.f("ck_order_line_positive")),
        sa.ForeignKeyConstraint(["cell_id"], ["cell.id"], name=op.f("fk_order_line_cell_id")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_order_line_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("order_id", "cell_id", name=op.f("uq_order_line_order_id_cell_id")),
    )
    op.create_table(
        "payment",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("gateway", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("captured_fen", sa.Integer(), nullable=True),
        sa.Column("transaction_id", sa.String(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_payment_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("gateway", "transaction_id", name=op.f("uq_payment_gateway_transaction_id")),
    )
    op.create_index(op.f("ix_payment_order_id"), "payment", ["order_id"])
    op.create_index(op.f("ix_payment_state_payment_begun_at"), "payment", ["state", "begun_at"])
    op.create_table(
        "posting",
        sa.Column("set_key", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_posting_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("set_key", "account", name=op.f("uq_posting_set_key_account")),
    )
    op.create_index(op.f("ix_posting_payment_id"), "posting", ["payment_id"])
    op.create_table(
        "refund",
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_refund_amount")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_refund_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("payment_id", "cause", name=op.f("uq_refund_payment_id_cause")),
    )
