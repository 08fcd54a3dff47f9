"""Seals: what every row was when the bot last wrote it, so that a change from outside is seen.

Triggers note in `touched` which rows a transaction writes; just before its commit each of them gets a seal, a salted
digest of the row, in a chain of its own. A row whose last seal does not fit was changed by somebody else. The chain has
no secret: who may write the file can write all of it anew, and only a head kept elsewhere shows that.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection

from intake.database.chain import link, new_salt, salted

TRAIL = "audit"  # it has a chain of its own: the seal of its last entry covers all before it
GONE = "gone"
OUTSIDE = "outside"
# Rows of work at hand and the bookkeeping itself.
# Blobs need none: the key of each is its hash, and the seals of the messages cover it.
UNSEALED = frozenset({"jobs", "caps", "blobs", "touched", "seals", TRAIL, "alembic_version", "sqlite_sequence"}) | {
    "slack_events",
    "slack_installations",
    "slack_states",
    "slack_cards",
    "window_seen",
    "portal_links",
    "portal_sessions",
}

# Large columns of the first schemas whose own hash is in the row.
_HASHED_BESIDE: Mapping[str, frozenset[str]] = {"messages": frozenset({"raw"})}
_AT_ONCE = 500  # keys that a statement can hold
# Rows sealed with their owner, so that no address becomes a key in the chain: (table, the owner's key in it).
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "customers": (("contacts", "customer_id"), ("customer_domains", "customer_id"))
}
OWNED = {part: (owner, column) for owner, parts in PARTS.items() for part, column in parts}

Sealed = tuple[str, str, str, str | None]  # table, row, content, salt


def in_use(connection: Connection) -> bool:
    """Tell whether the store has seals: one that is only being made has none yet."""
    if connection.dialect.name != "sqlite":
        return False
    found = "SELECT 1 FROM sqlite_master WHERE name = 'touched'"
    return connection.exec_driver_sql(found).one_or_none() is not None


def note_outside(connection: Connection) -> None:
    """Put on record which rows another program has written since the bot's last commit; first in a transaction."""
    cursor = _cursor(connection)
    rows = _taken(cursor)
    for table, row in rows:
        cursor.execute("UPDATE seals SET salt = NULL WHERE tab = ? AND row = ? AND salt IS NOT NULL", (table, row))
    if rows:
        _append(cursor, [(table, row, OUTSIDE, None) for table, row in rows])


def seal(connection: Connection, shapes: "Shapes") -> None:
    """Seal every row that this transaction has written; last before its commit."""
    cursor = _cursor(connection)
    found: list[Sealed] = []
    stored = Rows(cursor, shapes)
    for table, rows in groupby(_taken(cursor), key=lambda one: one[0]):
        keys = [row for _, row in rows]
        if table == TRAIL:
            found.append(_trail_seal(cursor))
            continue
        for start in range(0, len(keys), _AT_ONCE):
            found += _table_seals(cursor, stored, table, keys[start : start + _AT_ONCE])
    if found:
        _append(cursor, found)


class Shapes:
    """What a store's tables look like, asked once for each schema that the file has had."""

    def __init__(self) -> None:
        self._schema: int | None = None
        self._tables: dict[str, tuple[str, list[str]]] = {}

    def now(self, cursor: Any) -> dict[str, tuple[str, list[str]]]:
        """Return what is known of the tables as they are now; to be filled in."""
        (schema,) = cursor.execute("PRAGMA schema_version").fetchone()
        if schema != self._schema:
            self._schema, self._tables = schema, {}
        return self._tables


class Rows:
    """The rows of a store as seals cover them, in one transaction."""

    def __init__(self, cursor: Any, shapes: Shapes | None = None) -> None:
        self._cursor = cursor
        self._tables = (shapes or Shapes()).now(cursor)

    def content(self, table: str, row: str) -> object:
        """Return what a seal covers of a row, None when there is no such row; what is NULL is left out."""
        return self.contents(table, [row]).get(row)

    def contents(self, table: str, rows: Sequence[str]) -> dict[str, object]:
        """Return what seals cover of rows of a table, as `content` does, asked together; those not there are left out.

        There may be as many as a statement can hold.
        """
        parts = [(part, self._found(part, column, rows)) for part, column in PARTS.get(table, ())]
        return {
            row: {"row": found[0], **{part: theirs.get(row, []) for part, theirs in parts}}
            for row, found in self._found(table, self.key(table), rows).items()
        }

    def key(self, table: str) -> str:
        """Return the name of a table's key; raises LookupError where it has none of one column."""
        return self._shape(table)[0]

    def _found(self, table: str, column: str, values: Sequence[str]) -> dict[str, list[dict[str, object]]]:
        """Return the rows with these values in a column, by value, in the order of their first column."""
        names = self._shape(table)[1]
        holes = ", ".join("?" * len(values))
        wanted = (
            f'SELECT CAST({column} AS TEXT), {", ".join(names)} FROM "{table}" WHERE {column} IN ({holes}) ORDER BY 2'  # noqa: S608 - our own names
        )
        found: dict[str, list[dict[str, object]]] = {}
        for value, *row in self._cursor.execute(wanted, values).fetchall():
            told = {name: one for name, one in zip(names, row, strict=True) if one is not None}
            found.setdefault(value, []).append(told)
        return found

    def _shape(self, table: str) -> tuple[str, list[str]]:
        """Return a table's key and its columns, without those that have their hash beside them."""
        if table not in self._tables:
            left_out = _HASHED_BESIDE.get(table, frozenset())
            columns = self._cursor.execute(f'PRAGMA table_info("{table}")').fetchall()
            keys = [column[1] for column in columns if column[5]]
            if len(keys) != 1:
                raise LookupError(f"{table} has no key of one column, so its rows cannot be sealed")
            self._tables[table] = keys[0], [column[1] for column in columns if column[1] not in left_out]
        return self._tables[table]


def triggers(table: str, key: str) -> list[str]:
    """Return the statements that make a table's rows noted when they are written."""
    owner, column = OWNED.get(table, (table, key))
    sides = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}
    return [
        f"CREATE TRIGGER {table}_touched_{verb.lower()} AFTER {verb} ON {table} BEGIN "
        f"{' '.join(_note(owner, f'{side}.{column}') for side in sides[verb])} END"
        for verb in sides
    ]


def _note(table: str, key: str) -> str:
    return f"INSERT OR IGNORE INTO touched VALUES ('{table}', CAST({key} AS TEXT));"  # noqa: S608 - our own names


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


def _taken(cursor: Any) -> list[tuple[str, str]]:
    """Return the rows that were noted, by table, and forget them."""
    rows: list[tuple[str, str]] = cursor.execute("SELECT tab, row FROM touched ORDER BY tab, row").fetchall()
    if rows:
        cursor.execute("DELETE FROM touched")
    return rows


def _trail_seal(cursor: Any) -> Sealed:
    number, digest = cursor.execute("SELECT id, digest FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    return TRAIL, str(number), digest, None


def _table_seals(cursor: Any, stored: Rows, table: str, rows: Sequence[str]) -> list[Sealed]:
    """Return the new seals of rows whose last one fits no more; the salt of the last one is taken away."""
    contents, last = stored.contents(table, rows), _last_seals(cursor, table, rows)
    made: list[Sealed] = []
    over: list[tuple[int]] = []
    for row in rows:
        content, before = contents.get(row), last.get(row)
        if before is not None and before.salt is not None:
            if content is not None and salted(before.salt, content) == before.content:
                continue
            # What the row was is not kept, so nobody needs to check it again, and nobody shall guess it.
            over.append((before.id,))
        if content is not None:
            salt = new_salt()
            made.append((table, row, salted(salt, content), salt))
        elif before is not None:
            made.append((table, row, GONE, None))
    cursor.executemany("UPDATE seals SET salt = NULL WHERE id = ?", over)
    return made


class _Seal(NamedTuple):
    id: int
    content: str
    salt: str | None


def _last_seals(cursor: Any, table: str, rows: Sequence[str]) -> dict[str, _Seal]:
    """Return the last seal of each row that has one."""
    holes = ", ".join("?" * len(rows))
    newest = f"SELECT max(id) FROM seals WHERE tab = ? AND row IN ({holes}) GROUP BY row"  # noqa: S608 - holes
    wanted = f"SELECT row, id, content, salt FROM seals WHERE id IN ({newest})"  # noqa: S608 - our own names
    return {row: _Seal(*seal) for row, *seal in cursor.execute(wanted, (table, *rows)).fetchall()}


def _append(cursor: Any, found: Iterable[Sealed]) -> None:
    last = cursor.execute("SELECT id, digest FROM seals ORDER BY id DESC LIMIT 1").fetchone()
    number, digest = (0, "") if last is None else last
    rows = []
    for table, row, content, salt in found:
        number += 1
        digest = link(digest, {"id": number, "tab": table, "row": row, "content": content})
        rows.append((number, table, row, content, salt, digest))
    cursor.executemany("INSERT INTO seals (id, tab, row, content, salt, digest) VALUES (?, ?, ?, ?, ?, ?)", rows)
