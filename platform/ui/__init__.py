"""The design system: templates, macros, charts drawn by the server, styles, scripts, fonts.

It knows no database and no word of the domain. ``init_ui(app)`` in ``ui.blueprint`` is its only
entry; features extend ``ui/layout.html`` and import macros such as ``ui/forms.html``.
"""
