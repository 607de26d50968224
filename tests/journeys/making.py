"""Makes the database of a new site: migrations and starter content. Run by :mod:`tests.journeys.prepared`."""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()

    from django.db import connections

    call_command("catalogues", "compile")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_starter")
    if connections["default"].vendor == "sqlite":
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
