"""Fills a portal: the first pages of every portal, and the demo content."""
