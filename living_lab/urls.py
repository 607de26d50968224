"""Addresses of the Living Lab, under each language."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
