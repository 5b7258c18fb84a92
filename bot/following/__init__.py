"""What became of a plan: asked half a year and a year after the board decided, one action at a time."""
