"""What people type is data everywhere: hostile text through all that the program makes."""
