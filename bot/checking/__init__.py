"""What `peiler check` finds: every mistake in a folder of scripts and its model."""
