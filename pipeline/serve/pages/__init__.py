"""The pages, a module each: what is asked, what it takes from the snapshot, and what the template gets."""
