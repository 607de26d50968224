"""Addresses of the Living Lab, under each language."""

from django.urls import path

from living_lab import telling, views, voting

app_name = "lab"
urlpatterns = [
    path("<slug:slug>/", views.round_, name="round"),
    path("<slug:slug>/kerro/", telling.tell, name="tell"),
    path("<slug:slug>/idea/<uuid:idea_id>/", views.idea, name="idea"),
    path("<slug:slug>/oma/<str:key>/", views.follow, name="follow"),
    path("<slug:slug>/aanesta/", voting.ballot, name="ballot"),
    path("<slug:slug>/aanesta/valmis/", voting.voted, name="voted"),
    path("<slug:slug>/aanesta/kiitos/", voting.forgotten, name="forgotten"),
    path("<slug:slug>/liput.txt", views.result_file, name="result_file"),
]
