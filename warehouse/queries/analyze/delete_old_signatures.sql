-- Signatures of other models.
delete from post_signatures
where model_version != $version
