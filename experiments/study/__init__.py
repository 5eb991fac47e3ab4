"""Studies: many runs of a design, lived by workers, kept one file a run, and looked at together.

``study_file`` reads what the user wrote into a :class:`~experiments.study.questions.Study`;
``designs`` and ``order`` say which runs there are and in which order; ``recipe`` is what a worker
needs; ``engines`` and ``dask_engine`` are the workers; ``run_files`` keeps what was found;
``living`` puts them together; ``outputs`` writes the tables. Nothing heavy here.
"""
