"""What every test would do again with the same outcome: compiling templates and SQL, reading and checking contracts."""

from functools import cache
from types import CodeType
from typing import Any, cast

import pytest


def remember(patch: pytest.MonkeyPatch) -> None:
    """Keep what was made of a text; another text, or another name for it, is compiled and checked anew."""
    from intake.bootstrap import library
    from intake.database import schema

    patch.setattr(library, "load_contract", cache(vars(library)["load_contract"]))
    patch.setattr(library, "check", cache(vars(library)["check"]))
    patch.setattr(schema, "_made", cache(schema._made))
    _remember_templates(patch)
    _remember_sql(patch)


def _remember_templates(patch: pytest.MonkeyPatch) -> None:
    """Keep the code of each template: compiling all of them takes most of a command's time."""
    import jinja2

    compiled: dict[tuple[object, ...], CodeType] = {}
    compile_now: Any = jinja2.Environment.compile

    def compile_once(self: Any, source: Any, name: str | None = None, filename: str | None = None, *how: Any) -> Any:
        options = (type(self), self.finalize, self.autoescape, self.undefined, self.trim_blocks, self.lstrip_blocks)
        key = (*options, tuple(self.globals), tuple(self.filters), source, name, filename, how)
        if key not in compiled:
            compiled[key] = compile_now(self, source, name, filename, *how)
        return compiled[key]

    patch.setattr(jinja2.Environment, "compile", compile_once)


def _remember_sql(patch: pytest.MonkeyPatch) -> None:
    """Keep each statement as SQLAlchemy has compiled it: it would do so anew for each test's own store."""
    import sqlalchemy as sa

    from intake.database import engine

    known = sa.create_engine("sqlite://", query_cache_size=5000)
    known.connect().close()  # which lets its dialect see what SQLite it is
    create: Any = vars(engine)["create_engine"]

    def create_knowing(*words: Any, **options: Any) -> sa.Engine:
        made: Any = create(*words, **options)
        if made.dialect.name == known.dialect.name:
            made.dialect, made._compiled_cache = known.dialect, known._compiled_cache
        return cast(sa.Engine, made)

    patch.setattr(engine, "create_engine", create_knowing)
