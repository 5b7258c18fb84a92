"""What only SQLite can get wrong: files, locks, full disks, sudden death."""
