"""What a customer reads in the chat window: a letter's words as JSON, and what may be pressed below them."""
