"""What the writer newly wrote, told from what was quoted, and from signatures."""
