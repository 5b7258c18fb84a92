"""Running it: health, metrics, copies, secrets, and what stands around the program."""
