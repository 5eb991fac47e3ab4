"""The compiled loops: a village lives its year, a town ward, a county."""
