"""What a consultant can ask for, in chat or on the command line."""
