"""The statements of `storage/queries`, by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiosql

FOLDER = Path(__file__).parent.parent / "queries"

#: `Q.person(connection, tenant=…, id=…)`; a name that ends in ^ gives a row or None, in $ a value, in ! a count.
Q: Any = aiosql.from_path(FOLDER, "sqlite3", mandatory_parameters=False)
