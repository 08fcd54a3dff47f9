"""What customers report in the benches of chats: plain troubles and questions, of every severity."""

REPORTS = (
    "The invoice list stays empty since this morning for two of us",
    "How do I give a new colleague a licence?",
    "Labels print twice in the warehouse, everything else works",
    "Nobody of us can log in any more, the page says that the service is unavailable",
    "The monthly report shows last month's totals",
    "The export to the bank stops with error 412 for one of our accounts",
    "Search takes half a minute for each word, we can work but it is slow",
)
