"""What becomes of each row of a file, and why: nothing here writes."""
