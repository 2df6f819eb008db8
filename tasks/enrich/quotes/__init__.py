"""Quotes by grammar: who says what in an article, directly, indirectly or in part.

`stage` is the way in. `marks` pairs quotation marks, `tags` tags words, `framing` makes a frame of each paragraph, a
quotation being one word of it. `assemble` walks through the frames: `attribution` finds the cues and what they govern
(`speaker` finds who, `reported` and `extent` what), `place` takes the quotations without a cue. `resolve` says who it
is that speaks, `publish` makes the rows.
"""
