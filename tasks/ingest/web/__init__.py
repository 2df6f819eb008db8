"""Sources on the web: feeds, sitemaps, lists of addresses and pages, fetched politely and safely.

`crawl` is the way in. It asks for listings, keeps every page they name on the agenda, and fetches what is due; what
was fetched lies in the warehouse until a run has published it. All that touches the network is `network` and `client`.
"""
