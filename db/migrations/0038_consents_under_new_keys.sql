-- A signature on a consent stays as it was signed; only the change of keys may seal it anew, as with a signed note.
create function keep_consent() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and sealed_anew(old.signature, new.signature)
      and to_jsonb(new) - 'signature' = to_jsonb(old) - 'signature' then
    return new;
  end if;
  raise exception '% rows are kept as they are', tg_table_name using errcode = '42501';
end $$;
--> statement-breakpoint
drop trigger consents_kept on consents;
--> statement-breakpoint
create trigger consents_kept before update or delete on consents for each row execute function keep_consent();
