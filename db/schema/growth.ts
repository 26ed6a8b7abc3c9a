import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, day, id, instant, practice, ref, sealed, wallTime } from "../columns";
import { CLINICAL, OWN_CLIENT, rowsFor, write } from "../policies";
import { users } from "./accounts";
import { babies, clients, dataKeys } from "./clients";
import { referrals } from "./referrals";

export type MeasureKind = "weight" | "length" | "head";
export type MeasureSource = "practitioner" | "parent" | "clinic" | "doctor";
export type VoidReason = "wrong_value" | "wrong_day" | "wrong_baby" | "twice" | "other";

/**
 * What was measured, once: a wrong entry is voided with a reason and another one written, and a trigger keeps the
 * facts of a row as they were. The front desk has no need of a weight.
 */
export const measurements = pgTable(
  "measurements",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id").notNull(),
    kind: text("kind").$type<MeasureKind>().notNull(),
    measuredOn: day("measured_on").notNull(),
    measuredTime: wallTime("measured_time"),
    /** Whose scales or tape it was. */
    source: text("source").$type<MeasureSource>().notNull(),
    /** Sealed JSON of Measured in lib/growth/schema.ts: grams or millimetres, and what was warned of. */
    value: sealed("value").notNull(),
    enteredBy: ref("entered_by")
      .notNull()
      .references(() => users.id),
    enteredAs: text("entered_as").$type<"staff" | "parent">().notNull(),
    /** What a parent enters waits here for the practitioner; their own is confirmed at once. */
    confirmedAt: instant("confirmed_at"),
    confirmedBy: ref("confirmed_by").references(() => users.id),
    voidedAt: instant("voided_at"),
    voidedBy: ref("voided_by").references(() => users.id),
    voidReason: text("void_reason").$type<VoidReason>(),
    /** The wrong entry that this one was written for. */
    replacesId: ref("replaces_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.replacesId],
      foreignColumns: [t.practiceId, t.id],
    }),
    index("measurements_baby_idx").on(t.practiceId, t.babyId, t.measuredOn),
    index("measurements_waiting_idx")
      .on(t.practiceId, t.createdAt)
      .where(sql`${t.confirmedAt} is null and ${t.voidedAt} is null`),
    check("measurements_kind", sql`${t.kind} in ('weight', 'length', 'head')`),
    check(
      "measurements_source",
      sql`${t.source} in ('practitioner', 'parent', 'clinic', 'doctor') and ${t.enteredAs} in ('staff', 'parent')`,
    ),
    check(
      "measurements_confirmed",
      sql`(${t.confirmedAt} is null) = (${t.confirmedBy} is null) and (${t.enteredAs} = 'parent' or ${t.confirmedAt} is not null)`,
    ),
    check(
      "measurements_voided",
      sql`num_nulls(${t.voidedAt}, ${t.voidedBy}, ${t.voidReason}) in (0, 3)`,
    ),
    ...rowsFor({
      staff: write(CLINICAL),
      // A parent takes back what nobody has confirmed yet; everything else is the practitioner's to correct.
      parent: {
        read: OWN_CLIENT,
        add: `${OWN_CLIENT} and entered_as = 'parent' and entered_by = (select app_user()) and source <> 'practitioner' and confirmed_at is null and voided_at is null`,
        change: {
          from: `${OWN_CLIENT} and entered_by = (select app_user()) and confirmed_at is null and voided_at is null`,
          to: `${OWN_CLIENT} and entered_by = (select app_user()) and confirmed_at is null`,
        },
      },
    }),
  ],
);

/** A growth summary as a doctor got it, sealed with the referral's key so that the doctor's link opens it. */
export const growthShares = pgTable(
  "growth_shares",
  {
    practiceId: practice(),
    id: id(),
    clientId: ref("client_id").notNull(),
    babyId: ref("baby_id").notNull(),
    referralId: ref("referral_id").notNull(),
    dataKeyId: ref("data_key_id").notNull(),
    /** Sealed JSON of Summary in lib/growth/schema.ts, with the basis of each number. */
    summary: sealed("summary").notNull(),
    sharedBy: ref("shared_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.practiceId, t.id] }),
    foreignKey({
      columns: [t.practiceId, t.clientId],
      foreignColumns: [clients.practiceId, clients.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.babyId],
      foreignColumns: [babies.practiceId, babies.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.referralId],
      foreignColumns: [referrals.practiceId, referrals.id],
    }),
    foreignKey({
      columns: [t.practiceId, t.dataKeyId],
      foreignColumns: [dataKeys.practiceId, dataKeys.id],
    }),
    index("growth_shares_baby_idx").on(t.practiceId, t.babyId, t.createdAt),
    index("growth_shares_referral_idx").on(t.practiceId, t.referralId, t.createdAt),
    ...rowsFor({
      staff: { read: CLINICAL, add: CLINICAL },
      parent: { read: OWN_CLIENT },
      doctor: { read: "referral_id = any(array(select my_referrals()))" },
      link: { read: "referral_id = (select link_subject('referral'))" },
    }),
  ],
);
