"""Makes the documents of the examples from their inputs (`make examples`): the same files every time."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent


async def main() -> None:
    """Every example, in both languages, as the consultant gets it."""
    sys.path.insert(0, str(HERE.parent.parent))
    from tests.reports.examples import NAMES, example, left_out

    for name in NAMES:
        for old in (HERE / name).iterdir():
            if old.name != "input.yaml":
                old.unlink()
        with TemporaryDirectory() as folder:
            async with example(name, Path(folder)) as made:
                for path in await made.documents(HERE / name):
                    # For everybody to read.
                    path.chmod(0o644)
                    if left_out(path):
                        path.unlink()
        (HERE / name).chmod(0o755)


if __name__ == "__main__":
    asyncio.run(main())
