"""How this room joins the staff pages, one subject a module; :mod:`cms.wagtail_hooks` lets Wagtail find them."""
