"""What people can ask of the program about themselves, and what it forgets by itself."""
