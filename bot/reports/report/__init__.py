"""The long report: what it says, section by section, as blocks that renderers set."""
