"""The staff pages of the words that search takes for each other."""

from wagtail import hooks

from cms.viewsets import SameWordsViewSet


@hooks.register("register_admin_viewset")
def same_words() -> SameWordsViewSet:
    return SameWordsViewSet()
