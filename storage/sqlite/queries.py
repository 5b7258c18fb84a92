"""The statements of `storage/queries`, by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiosql

FOLDER = Path(__file__).parent.parent / "queries"

#: `Q.person(connection, tenant=…, id=…)`. In the files ^ stands for a row or None, ! for a count.
Q: Any = aiosql.from_path(FOLDER, "sqlite3", mandatory_parameters=False)
