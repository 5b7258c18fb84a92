"""The storage in one SQLite file; one process owns it, others may read and write briefly."""
