"""A round under any language, and the file of its result."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.languages import active
from living_lab import queries
from living_lab.closing import result_of
from living_lab.round_page import show_round


@require_safe
def round_(request: HttpRequest, slug: str) -> HttpResponse:
    """A round in a language: its page, or the source page where the language lacks one."""
    language = active()
    page = queries.page_in(queries.access_round(slug), language)
    if page.locale.language_code == language:
        return HttpResponseRedirect(page.get_url(request))
    return show_round(request, page)


@require_safe
def result_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The frozen file of choices, for anyone who wants to count again."""
    result = result_of(queries.access_round(slug))
    if result is None or not result.has_file:
        raise Http404(_("There is no file to download."))
    response = HttpResponse(result.file, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.txt"'
    response.headers["ETag"] = f'"{result.sha256[:32]}"'
    return response
