"""A contract file: what may stand in it, what must fit together, and the contract that it gives."""
