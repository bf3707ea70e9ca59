"""Names of files as people may safely read them."""

import re
import unicodedata
from urllib.parse import quote

MOST = 80
NAMELESS = "file"
# Letters that hide, turn round or split what is read; and what a path or a shell would understand.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_UNSAFE = re.compile(r"""[<>:"'`|?*/\\%#&;$\s]+""")


def stem_of(name: str) -> str:
    """What the file was called, without its folder, its ending and everything that misleads."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(each for each in last if unicodedata.category(each) not in _UNSEEN)
    stem = unicodedata.normalize("NFC", seen).rpartition(".")[0] or seen
    return _UNSAFE.sub("-", stem).strip(".-_ ")[:MOST] or NAMELESS


def ending_of(name: str) -> str:
    """The ending in small letters, without its dot."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def in_address(name: str) -> str:
    """The name as the last part of an address."""
    return quote(name, safe="")
