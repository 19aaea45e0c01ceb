"""What helps editors to keep texts good: checks, dead links, reminders, one dashboard per lab."""
