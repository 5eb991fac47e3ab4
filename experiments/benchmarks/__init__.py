"""Benchmarks: time and memory measured side by side, never tested.

``python -m experiments.benchmarks`` runs them; one file measures one thing. What is measured runs
in a process of its own, and one repetition of everything is over before the next one begins.
"""
