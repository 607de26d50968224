"""``manage.py tick``: run what is due, once."""

from django.core.management.base import BaseCommand, CommandError

from cms import jobs


class Command(BaseCommand):
    help = "Run every job that is due, once. One line a job; exit code 1 when one failed."

    def handle(self, **_options: object) -> None:
        runs = jobs.tick()
        for run in runs:
            self.stdout.write(
                f"{run.name}: {run.message or 'done'}" if run.succeeded else f"{run.name}: FAILED, {run.message}"
            )
        failed = [run.name for run in runs if not run.succeeded]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}")
