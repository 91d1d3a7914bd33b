"""The explorer: pages over the newest published snapshot, for several readers while loads run; `voxpop serve`.

`keeper` holds the snapshot and lets go of an old one, `figures` reads the same figures as the reports, `pages/` has a module a page,
`viewer` says who asks and `guard` whom the server answers at all. Reading needs no script. Docs: docs/explorer.md.
"""
