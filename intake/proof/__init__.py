"""The proof: a second reading of contracts, deadlines and letters that shares no code with the first."""
