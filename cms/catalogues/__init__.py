"""The texts of the interface in every language, kept in ``locale/``; no gettext programs are needed.

Texts are written in English in code and templates. :mod:`.texts` collects them, :mod:`.files` keeps one
catalogue per language and compiles what Django reads, :mod:`.check` tells what is missing or broken.
Texts of pages are content, not interface: they live in the pages and in ``starter/``.
"""
