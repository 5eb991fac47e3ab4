"""What is done with the model: runs, results, figures and the command line. Nothing heavy here."""
