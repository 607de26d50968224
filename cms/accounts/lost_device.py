"""When somebody has lost both the device and the recovery codes: an administrator takes the second step away.

The person signs in with the password alone once, and the gate asks them to choose a new second step.
"""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.log_actions import log

from cms.accounts.sessions import forget_sessions
from cms.accounts.signed_in import user_of
from cms.models import User

FORGOTTEN = "cms.second_step_taken_away"


def may_take_away(actor: User, user: User) -> bool:
    """Those who may change the account; a full administrator's only another full one, nobody their own here."""
    return actor.pk != user.pk and actor.has_perm("cms.change_user") and (actor.is_superuser or not user.is_superuser)


def take_away(user: User) -> None:
    """Passkeys, app and recovery codes stop opening anything, and whoever has the lost device is signed out."""
    Authenticator.objects.filter(user=user).delete()
    forget_sessions(user)
    log(user, FORGOTTEN)


def take_away_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, then do it."""
    user = get_object_or_404(User, pk=pk)
    if not may_take_away(user_of(request), user):
        refused: HttpResponse = permission_denied(request)
        return refused
    if request.method != "POST":
        return render(request, "cms/desk/lost_device.html", {"person": user})
    take_away(user)
    messages.success(request, _("The second step has been taken away from %(name)s.") % {"name": user.get_username()})
    return redirect("wagtailusers_users:edit", user.pk)
