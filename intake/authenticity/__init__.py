"""Whether a mail's sender is who it says: SPF, DKIM and DMARC by DNS, or by a mail server that we believe."""
