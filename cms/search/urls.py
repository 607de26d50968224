"""Addresses of search, under each language."""

from django.urls import path

from cms.search.views import search_page

urlpatterns = [path("", search_page, name="search")]
