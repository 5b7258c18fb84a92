"""Promises to who runs assessments: inviting, founding, what owners propose."""
