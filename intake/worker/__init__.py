"""The process's own threads over the store: group commits for the doors, batches of jobs for the stages."""
