"""`python -m tests.bench.common_terms`: counts anew which terms are common, for `intake/suggest/common_terms.txt`."""

from collections import Counter, defaultdict
from pathlib import Path

import intake.suggest.terms as reading
from tests.bench.storms import corpus

FILE = Path(reading.__file__).with_name("common_terms.txt")
HEAD = "# Terms by the thousandths of all labelled messages that have them; made by tests.bench.common_terms."
FEWEST = 3  # messages
RAREST = 0.004  # a term that is rarer is as rare as one that nobody writes


def main() -> None:
    """Write the terms, each with its largest share in any language."""
    messages: Counter[str] = Counter()
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in corpus():
        messages[row["language"]] += 1
        counted[row["language"]].update(reading.terms(f"{row['subject'] or ''}\n\n{row['text']}"))
    shares: dict[str, float] = {}
    for language, terms in counted.items():
        for term, number in terms.items():
            if number >= FEWEST:
                shares[term] = max(shares.get(term, 0.0), number / messages[language])
    common = sorted((-share, term) for term, share in shares.items() if share >= RAREST)
    FILE.write_text("\n".join([HEAD, *(f"{term} {-1000 * share:.0f}" for share, term in common)]) + "\n", "utf-8")
    print(f"{len(common)} terms of {sum(messages.values())} messages")


if __name__ == "__main__":
    main()
