"""CEL, the language of conditions, without the command line that its package loads first.

That takes a tenth of a second and ten megabytes for something that nobody here types at.
"""

from __future__ import annotations

import sys
from types import ModuleType

sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))

import cel  # noqa: E402 # after its command line was left out

__all__ = ["cel"]
