-- Refused records that can be read now.
delete from quarantine
where id in (select unnest($ids::varchar[]))
