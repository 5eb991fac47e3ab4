"""Processes: what happens in a year, one thing a file.

A file holds the parameters of its process and its equations, pure scalar functions under their
number. :mod:`sim.schedule` has the order in which processes are lived.
"""
