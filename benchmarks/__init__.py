"""Speed and size, each measured against the bar it must clear."""
