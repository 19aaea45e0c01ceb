"""Addresses that are no pages: registration, calendars, feeds, files."""
