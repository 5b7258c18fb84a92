"""What people read and see of an assessment."""
