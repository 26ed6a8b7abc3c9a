/**
 * Every column whose value is sealed, with what its ciphertext is bound to: for whoever opens or seals anew what is
 * stored, whatever it means, such as the export and the change of keys. A test holds it against the tables.
 */
export type SealedColumn = {
  table: string;
  column: string;
  /** Whose key: the family's behind `client_id`, the one in the row's own `data_key_id`, or the installation's. */
  key: "client" | "row" | "system";
  /** The columns that stand for `id` and `version` in lib/work/vault.ts. */
  id: string;
  version: string | null;
  holds: "text" | "json" | "bytes";
  /** It opens something, so it leaves the installation in no export. */
  secret?: true;
};

type Given = Omit<SealedColumn, "id" | "version"> & Partial<SealedColumn>;
const given: readonly Given[] = [
  { table: "babies", column: "health", key: "client", holds: "json" },
  { table: "joined_children", column: "health", key: "client", id: "baby_id", holds: "json" },
  { table: "clients", column: "held_why", key: "row", holds: "text" },
  { table: "bookings", column: "cancel_note", key: "client", holds: "text" },
  { table: "bookings", column: "family_note", key: "client", holds: "text" },
  { table: "bookings", column: "visit_address", key: "client", holds: "text" },
  {
    table: "export_parts",
    column: "body",
    key: "system",
    holds: "bytes",
    id: "export_id",
    version: "part",
  },
  {
    table: "file_parts",
    column: "body",
    key: "client",
    holds: "bytes",
    id: "file_id",
    version: "part",
  },
  { table: "files", column: "facts", key: "client", holds: "json" },
  { table: "consents", column: "signature", key: "client", holds: "json" },
  { table: "form_alerts", column: "body", key: "client", holds: "json" },
  { table: "form_alerts", column: "decision", key: "client", holds: "text" },
  { table: "form_answers", column: "body", key: "client", version: "revision", holds: "json" },
  {
    ...{ table: "parked_drafts", column: "body", key: "system", holds: "json" },
    ...{ id: "token_hash", secret: true },
  },
  { table: "growth_shares", column: "summary", key: "row", holds: "json" },
  { table: "measurements", column: "value", key: "client", holds: "json" },
  { table: "medical_notes", column: "body", key: "client", version: "version", holds: "json" },
  { table: "note_addenda", column: "body", key: "client", holds: "text" },
  { table: "note_summaries", column: "body", key: "client", holds: "text" },
  {
    ...{ table: "note_versions", column: "body", key: "client", holds: "json" },
    ...{ id: "note_id", version: "version" },
  },
  { table: "messages", column: "body", key: "client", holds: "text" },
  { table: "practice_logs", column: "note", key: "client", holds: "text" },
  { table: "referrals", column: "decline_note", key: "row", holds: "text" },
  { table: "referrals", column: "details", key: "row", holds: "json" },
  { table: "referral_letters", column: "body", key: "row", holds: "json" },
  { table: "routine_assignments", column: "note", key: "client", holds: "text" },
  { table: "routine_assignments", column: "why", key: "client", holds: "json" },
  { table: "emails", column: "rendered", key: "system", holds: "json" },
  { table: "invitations", column: "secret", key: "system", holds: "text", secret: true },
  { table: "links", column: "secret", key: "system", holds: "text", secret: true },
  { table: "note_snippets", column: "body", key: "system", holds: "text" },
  { table: "signing_keys", column: "secret", key: "system", holds: "bytes", secret: true },
  { table: "outside_calendars", column: "address", key: "system", holds: "text", secret: true },
  { table: "sign_in_tokens", column: "secret", key: "system", holds: "text", secret: true },
];
export const sealedColumns: readonly SealedColumn[] = given.map((one) => ({
  id: "id",
  version: null,
  ...one,
}));

/** Columns of bytes that are no ciphertext of ours, each with what it is. */
export const plainBytes: Readonly<Record<string, string>> = {
  "audit_checkpoints.hash": "a link of the chain",
  "audit_checkpoints.signature": "a signature over it",
  "audit_events.previous": "a link of the chain",
  "audit_events.hash": "a link of the chain",
  "audit_heads.hash": "the end of the chain",
  "data_keys.wrapped": "a key, sealed with the root key",
  "medical_notes.content_hash": "a hash with a salt",
  "medical_notes.salt": "a salt",
  "medical_notes.signature": "a signature over a hash",
  "note_addenda.content_hash": "a hash with a salt",
  "note_addenda.salt": "a salt",
  "note_addenda.signature": "a signature over a hash",
  "idempotency_keys.key_hash": "a hash",
  "idempotency_keys.request_hash": "a hash",
  "invitations.token_hash": "the hash of a secret",
  "lessons.hold_secret_hash": "the hash of a secret",
  "links.token_hash": "the hash of a secret",
  "calendar_feeds.token_hash": "the hash of a secret",
  "practice_logs.key_hash": "a hash",
  "parked_drafts.token_hash": "the hash of a secret",
  "sign_in_tokens.token_hash": "the hash of a secret",
  "sign_in_tokens.code_hash": "the hash of a secret",
  "sign_in_tokens.browser_hash": "the hash of a secret",
};
