"""Articles to clusters of copies, against everything published before; docs/dedupe.md has the method.

`stage` is the way in. `sketch` keeps of each article what finds its copies; `resolve` does the rest in one place:
`history` brings the published signatures that matter, `candidates` and `verify` find pairs and measure them, `cluster`
and `canonical` say what belongs together and what stands for it, `relate` and `assignments` write that as rows.
"""
