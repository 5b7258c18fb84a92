"""The interview engine: pure. Answers and events in, answers and what to show out; no clock, no files, no network."""
