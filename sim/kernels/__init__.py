"""The compiled loops: a village lives its year, a town ward, and what happens above them.

Above the village everything is in float64, loops in a fixed order, and is over in a few
milliseconds at the usual scales. Money is nominal yuan of real people: counts of rows times the
county's weight. :mod:`sim.kernels.year` has the steps above the village in the order of the year,
and :mod:`sim.schedule` visits the households' loops between them. A file named like one of
:mod:`sim.processes` applies its equations.
"""
