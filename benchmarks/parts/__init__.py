"""One topic each: `measure()` returns the rows of its table."""
