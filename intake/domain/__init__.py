"""The nouns of the product as frozen dataclasses: no clock, disk, socket or library."""
