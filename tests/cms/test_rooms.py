"""The rooms are what lies beside ``manage.py``."""

from cms.rooms import room_labels, rooms


def test_the_rooms_are_our_apps_and_no_packages() -> None:
    assert room_labels() >= {"cms", "config"}
    assert not room_labels() & {"wagtailcore", "auth", "account", "wagtail_localize"}
    assert {config.name for config in rooms()} == room_labels()
