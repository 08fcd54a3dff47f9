"""What is kept: messages, cases, customers, decisions, the outbox, the audit trail. SQL stays in here."""
