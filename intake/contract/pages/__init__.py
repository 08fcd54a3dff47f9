"""A contract to be read by people: tables, sentences, Markdown."""
