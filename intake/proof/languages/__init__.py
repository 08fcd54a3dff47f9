"""How each language writes times: the proof's own tables, one module a language."""
