"""Calibration: from a place's published record to a posterior, and the card that tests it.

:mod:`calibration.question` says what is asked, :mod:`calibration.pipeline` answers it, and
:mod:`calibration.card` holds the tests. Nothing is imported here.
"""
