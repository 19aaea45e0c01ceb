"""The editor's way from a file to a public dataset, in the admin and on a plain page alike."""
