"""Scripts as their authors write them: what is found wrong, and that the shipped ones are right."""
