"""One function a form: from slots to a draft of an answer, by the estimates and queries that there are."""
