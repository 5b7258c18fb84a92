"""Nobody gets in: who may do what, tried as everybody."""
