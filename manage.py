#!/usr/bin/env python
"""Run the portal's commands against the portal whose state lies in `$PORTAL_DATA`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    execute_from_command_line(sys.argv)
