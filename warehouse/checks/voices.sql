-- fail: every voice has one original
select voice_id from voices
group by all
having count(*) filter (where role = 'original') > 1;

-- fail: every post has one voice
select source, post_id from voices
group by all
having count(*) > 1
