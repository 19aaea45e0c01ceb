"""Reads that span several records of the labs."""
