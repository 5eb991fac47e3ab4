"""Benchmarks: time and memory, measured, never tested."""
