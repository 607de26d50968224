"""The ASGI entry that every server runs, in development and in production alike."""

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# WhiteNoise and Wagtail give files as ordinary iterators; Django reads such a file whole, which is right for ours.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = get_asgi_application()
