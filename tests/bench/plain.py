"""The measure of everything else: a plain Django view that returns a fixed 20 kB page, on the same server."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="x" * 50, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], LOGGING_CONFIG=None, DEBUG=False
)
PAGE = b"<p>" + b"kaksi viivaa " * 1_536


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("", page)]
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
application = get_asgi_application()
