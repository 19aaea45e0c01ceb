"""The labs of a programme from one table: read, look at, import; a second run changes nothing."""
