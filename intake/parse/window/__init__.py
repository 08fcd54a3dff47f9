"""What is said in the chat window and sent by the portal's forms: how it is kept, and how it reads."""
