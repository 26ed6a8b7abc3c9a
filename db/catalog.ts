/**
 * Tables that hold no practice's data, each with the reason. Every other table must carry practice_id,
 * row-level security under FORCE and a restrictive wall: db/catalog.test.ts walks the catalog.
 */
export const globalTables: Readonly<Record<string, string>> = {
  users: "a person may belong to several practices; read only by sign-in",
  accounts: "belongs to users, for next-auth",
  sessions: "belongs to users; hashes only",
  passwords: "belongs to users; argon2id hashes only",
  sign_in_tokens: "asked for before anybody is known; hashes and a sealed secret",
  calendar_feeds: "belongs to users; hashes only, read by whoever brings the secret",
  settings: "facts about the installation",
  idempotency_keys: "hashes and ids of answers",
  rate_hits: "hashes and counts",
};

/** Tables whose practice_id may be missing: they carry policies without the wall. */
export const mixedTables: Readonly<Record<string, string>> = {
  emails: "the platform's own mail has no practice; each actor's policy names the practice",
};

/** Functions that run with the owner's rights, each with what it gives away. */
export const definerFunctions: Readonly<Record<string, string>> = {
  app_practices: "ids of the practices an actor may touch",
  my_clients: "ids of the actor's own families",
  my_lessons: "ids of lessons of the actor's own families",
  my_referrals: "ids of the doctor's own referrals",
  my_data_keys: "ids of keys of the actor's own families and referrals",
  published_practitioners: "ids that the public directory shows",
  published_practices: "ids that the public directory shows",
  link_lesson: "the id behind the holder's link",
  link_client: "the id behind the holder's link",
  link_data_key: "the id behind the holder's link",
  take_time: "whether a time was free",
  move_time: "whether a time was free",
  busy_times: "taken time without whose it is",
  absences: "until when a published practitioner is away and which published colleague teaches",
  full_days: "days on which a limit is reached, without whose lessons they are",
  within_limits: "whether a limit is reached",
  calendar_is_limited: "whether a practitioner has limits",
  cancel_seat: "whether the actor's own seat was still theirs to give back",
  note_seat: "whether the actor's own seat was as it was seen",
  use_service_link: "whether a 256-bit secret was still unused",
  due_reminders: "ids of messages that are due, to the clock's job",
  due_requests: "ids of requests that ran out, to the clock's job",
  due_calendars: "ids of calendars to read, to the clock's job",
  find_hold: "when and for what a 256-bit secret holds a time",
  confirm_hold: "whether a 256-bit secret still held its time",
  release_hold: "whether a 256-bit secret held a time",
  resolve_link: "what a 256-bit secret opens",
  referral_of_link: "ids and a sealed key behind a 256-bit secret",
  note_referral_lesson: "the id of the referral behind a booking",
  referral_lessons: "when the lesson of a referral is that the actor may see",
  expire_referrals: "how many referrals ran out",
  expire_holds: "how many held times ran out",
  find_invitation: "what a 256-bit secret opens",
  person_roles: "what a signed-in person may act as",
  claim_address: "how many families an address proved",
  append_audit: "nothing",
  finish_work: "nothing",
};
