"""Template tags of the data module."""
