"""The customers' own pages: what they show of a company's cases, and what is done from there."""
