"""What an engineer does to a case: confirm, override, record consent; each appends and nothing is rewritten."""
