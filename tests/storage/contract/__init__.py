"""What every database must do: a second one is a line in `conftest.py` here."""
