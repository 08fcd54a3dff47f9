"""`intake contracts new`: the questions about a vendor's contract, and the file written from the answers."""
