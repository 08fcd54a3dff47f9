"""The store's engine, column types and migrations: what storage and queue both stand on."""
