"""What is done: one folder per stage, pure functions in `stage.py`, a thin Prefect task in `task.py`."""
