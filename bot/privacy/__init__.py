"""What the law gives people and asks of us: own data, erasure, an end to keeping, a trail of who did what."""
