-- What else a theme may be called, and by which words it is known: reports judge each name on the posts that they show.
alter table themes add column names struct(label varchar, stems varchar[])[];
comment on column themes.names is 'Names that were found for it, the first one its label; stems: the words that bear each, or mean the same.';
