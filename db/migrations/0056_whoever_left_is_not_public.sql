-- From now on whoever teaches no more is no longer public (lib/accounts/practitioner.ts); this is for those who left before.
update practitioners p set published_at = null
  from practice_members m
  where m.practice_id = p.practice_id and m.user_id = p.user_id and p.published_at is not null
    and (m.deactivated_at is not null or m.role = 'front_desk');
