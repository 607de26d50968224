"""Addresses of the Living Lab, under each language."""

from django.urls import path

from living_lab.views import ballot, ideas, rounds, telling

app_name = "lab"
urlpatterns = [
    path("<slug:slug>/", rounds.round_, name="round"),
    path("<slug:slug>/kerro/", telling.tell, name="tell"),
    path("<slug:slug>/idea/<uuid:idea_id>/", ideas.idea, name="idea"),
    path("<slug:slug>/oma/<str:key>/", ideas.follow, name="follow"),
    path("<slug:slug>/aanesta/", ballot.ballot, name="ballot"),
    path("<slug:slug>/aanesta/valmis/", ballot.voted, name="voted"),
    path("<slug:slug>/aanesta/kiitos/", ballot.forgotten, name="forgotten"),
    path("<slug:slug>/liput.txt", rounds.result_file, name="result_file"),
]
