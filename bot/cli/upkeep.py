"""Commands for who keeps Peiler running: copies, and what is wrong."""
