"""What each command of the command line does; `flows/cli.py` names their options."""
