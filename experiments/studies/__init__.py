"""Worked studies: a question, what answers it, and the answer in plain words."""
