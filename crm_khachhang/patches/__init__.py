"""Changes to sites that were there before; each runs once, in the order of patches.txt."""
