#!/usr/bin/env python
"""Django's command line for Vierellä."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.umask(0o027)  # what it writes, the database above all, is for the owner and, to read, for the group
    execute_from_command_line(sys.argv)
