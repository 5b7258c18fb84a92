"""A made-up municipality to try the program with: data, and what puts it into a database."""
