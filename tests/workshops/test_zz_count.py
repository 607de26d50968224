import datetime as dt, pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import *
from tests.workshops.conftest import *
@pytest.mark.django_db
def test_c(index_page, workshop, public_round, client, staff):
    page=None
    for n in (2,18):
        for number in range(n):
            page=NotebookPageFactory(parent=index_page, workshop=WorkshopFactory(round=workshop.round))
            NoteGroupFactory(workshop=page.workshop, idea=IdeaFactory(round=workshop.round))
        with CaptureQueriesContext(connection) as q: client.get(index_page.url)
        print("index",n,len(q))
    for k in range(2):
        for i in range(5): NoteGroupFactory(workshop=page.workshop, idea=IdeaFactory(round=workshop.round))
        with CaptureQueriesContext(connection) as q: client.get(page.url)
        print("notebook",len(q))
    staff.get(f"/hallinta/tyopajat/{workshop.pk}/")
    with CaptureQueriesContext(connection) as q: staff.get(f"/hallinta/tyopajat/{workshop.pk}/")
    print("board",len(q)); [print("  ",x["sql"][:110]) for x in q]
    with CaptureQueriesContext(connection) as q: staff.get(f"/hallinta/tyopajat/")
    print("list",len(q))
