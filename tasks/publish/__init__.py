"""What a run has made becomes visible, all at once; and what must go is taken down.

`batch` closes the `books`, holds the run against its `bounds` and publishes. `forget` is the takedown: `forgotten` says
what is left of each table, `traces` which files hold words of it.
"""
