comment on column post_targets.basis is
'What the label rests on: move, leave, stay, choice, comparison, past, model (the trained model and the clauses), clause, contrast, post, or not scored.';
