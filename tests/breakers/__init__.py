"""One small patch per rule of delivery that breaks it: the test that the patch names must notice."""
