"""The interview bot: everything that talks to people and plugs the parts together."""
