"""A comparison as one self-contained page: pictures inside, nothing loaded, fit to be printed."""
