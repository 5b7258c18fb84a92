"""Promises about how decided messages reach people."""
