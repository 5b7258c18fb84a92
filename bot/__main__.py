"""`python -m bot` is `peiler`."""

from bot.cli import app_main

app_main()
