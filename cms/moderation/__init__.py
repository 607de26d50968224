"""Texts from residents: held until read, published or returned with a reason, and can be asked again.

Rooms subclass :class:`cms.moderation.models.ModeratedText`; the state machine is :mod:`.rules`, the
published reasons :mod:`.reasons`, the detector of personal data :mod:`.personal_data`.
"""
