"""What a contract promises and by when: loading, deciding, counting. Pure: text and times in, values out."""
