"""The report: one self-contained page about a run or a period, made by `newsmill report`.

`facts` asks the warehouse, `rates`, `charts` and `wall` make figures of the answers without knowing it, `page` puts
them into the template. Titles, names and quotes are hostile: the template escapes them, the charts hold them as text.
"""
