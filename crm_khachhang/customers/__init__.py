"""What crosses customer documents: their codes, the rules of their fields, the words of refusals."""
