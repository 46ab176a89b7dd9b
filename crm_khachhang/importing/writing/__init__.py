"""Carries plans out: plain rows in batches by SQL, others, or all, through the document API."""
