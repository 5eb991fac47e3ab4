"""Scenarios held against another one: paired differences, money, who gains, and how sure.

The same draws, the same seeds and the same random numbers on both sides, so that a scenario
against itself is exactly zero. Nothing heavy is imported here.
"""
