"""Who wrote, and which customer that is. Pure: the caller looks addresses up."""
