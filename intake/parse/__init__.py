"""Raw mail in, a `ParsedMessage` out: pure, and never an exception whatever the bytes."""
