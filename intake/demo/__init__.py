"""The demonstration: sample customers, real mail, a sink for what is answered, and a table of what happens."""
