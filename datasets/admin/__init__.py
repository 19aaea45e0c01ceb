"""The catalogue in Wagtail's admin: thin edges over the services."""
