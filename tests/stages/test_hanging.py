"""A round of work that hangs ends the process, even where it holds the interpreter's lock: it counts as a death."""

import subprocess
import sys

_HANGS = """
import re
from intake.worker import poison
poison._LONGEST_ROUND = 0.2
with poison.bounded_round():
    pass
print("a round that ends in time changes nothing", flush=True)
with poison.bounded_round():
    re.match("(a|a)+$", "a" * 60 + "b")
print("never said")
"""


def test_a_round_that_hangs_in_native_code() -> None:
    ran = subprocess.run([sys.executable, "-c", _HANGS], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert ran.stdout == "a round that ends in time changes nothing\n"
    assert "Timeout (0:00:00.200000)!" in ran.stderr
    assert "match" in ran.stderr, "where it hung is told"
