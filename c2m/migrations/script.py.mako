"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = "${up_revision}"
down_revision = ${'"%s"' % down_revision if down_revision else None}
branch_labels = None
depends_on = None


# There is no way down: an upgrade is whole or not at all, and before one a backup is taken.
def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
