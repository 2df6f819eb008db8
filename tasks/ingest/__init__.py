"""Sources to pages: files, objects, archives, feeds and the web, each told by its content.

`stage` is the way in. `sources` finds what there is to read (`local`, `stores`, `web`); `formats` lets `sniff` say what
an input is and hands it to its reader (`json_records`, `feed`, `warc`, `zipped`, …); `make` turns what a reader yields
into a page, its bytes read by `decode`, or into a refusal.
"""
