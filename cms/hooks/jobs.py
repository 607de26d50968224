"""The staff page of the clock's jobs, and the way to it."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.accounts.signed_in import user_of
from cms.viewsets import JobList


@hooks.register("register_admin_urls")
def jobs_url() -> list[URLPattern]:
    return [
        path("ajastetut/", JobList.as_view(), name="cms_jobs"),
    ]


class JobsMenuItem(MenuItem):
    """For those who look after the site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_of(request).has_perm("cms.view_jobrun")


@hooks.register("register_reports_menu_item")
def jobs_menu_item() -> MenuItem:
    return JobsMenuItem(_("Scheduled jobs"), reverse("cms_jobs"), name="scheduled-jobs", icon_name="time", order=1300)
