"""Calls to who is on call: what calls somebody, what is one page, and what ends it."""
