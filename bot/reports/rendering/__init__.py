"""Documents of blocks written out: as PDF, as a web page in one file, as Word."""
