"""The ASGI entry that every server runs, in development and in production alike."""

import os
import warnings

from django.core.asgi import get_asgi_application

from config.charset import Utf8Only
from config.limits import BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.umask(0o027)  # as manage.py: files the site writes are not for everybody on the machine

# WhiteNoise and Wagtail give files as ordinary iterators; Django reads such a file whole, which is right for ours.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = BodyLimit(Utf8Only(get_asgi_application()))
