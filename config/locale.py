"""Django's language middleware, for a site whose staff pages stand outside the languages."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from config.limits import STAFF_PREFIX


class ResidentsLocaleMiddleware(LocaleMiddleware):
    """A missing staff page is missing: it is not looked for under a language."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(STAFF_PREFIX):
            return response
        return super().process_response(request, response)
