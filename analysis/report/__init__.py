"""The weekly report: a frozen value (`model`), built from marts (`build`), rendered to HTML, text and JSON."""
