"""What all tables are listed in."""

import sqlalchemy as sa

metadata = sa.MetaData()
