"""Texts from residents: held until read, published or returned with a reason, and can be asked again.

Rooms subclass :class:`cms.moderation.models.ModeratedText` and publish reasons of their own; the state machine is
:mod:`.rules`, what somebody has seen before deciding :mod:`.seen`, the detector of personal data :mod:`.personal_data`.
"""
