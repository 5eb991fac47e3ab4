"""The handbook's tables, read from the declarations: ``python -m experiments.handbook``.

A parameter, setting, column or indicator is declared once, where it is used; the pages under
``docs/reference`` and the marked regions of other pages are made from there. A test fails when they
are stale.
"""
