"""The interview engine, pure: answers and events in, answers and what to show out. No clock, no files."""
