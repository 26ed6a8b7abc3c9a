import { and, desc, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, countRows } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { referralWorld, refusal, visitor } from "@/db/testing/referrals";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { linkSecret } from "@/lib/accounts/links";
import { newToken } from "@/lib/core/id";
import { acceptReferral } from "@/lib/referrals/write";
import { bookLesson } from "./write";

const db = testDatabase();
let at: TestPractice;
const { sendConfirmed, row } = referralWorld(db, () => at);
beforeEach(async () => {
  at = await makePractice(db.owner);
});

/** The secret of the family's own link after the practice accepted. */
async function accepted() {
  const referralId = await sendConfirmed();
  const { clientId, babyId } = await acceptReferral(at.staff(), { referralId });
  const [link] = await db.owner
    .select()
    .from(t.links)
    .where(and(eq(t.links.subjectId, referralId), eq(t.links.kind, "family")))
    .orderBy(desc(t.links.createdAt));
  return { referralId, clientId, babyId, referral: linkSecret(link!) };
}
const bare = (start: Date, referral: string) => {
  const { practiceId, serviceId, start: startsAt } = asking(at, start);
  return { practiceId, serviceId, start: startsAt, referral };
};

test("a referred family books without telling anything again, and its doctor's referral is booked", async () => {
  const family = await accepted();
  const before = await countRows(db.owner, at.practiceId);
  const booked = await bookLesson(visitor, {
    ...bare(coming(at.zone, 2, "10:00"), family.referral),
    note: "The bell does not work",
  });
  const [made] = await db.owner
    .select()
    .from(t.bookings)
    .where(eq(t.bookings.id, booked.bookingId));
  expect(made).toMatchObject({
    clientId: family.clientId,
    referralId: family.referralId,
    source: "referral",
  });
  expect(made?.familyNote).toBeInstanceOf(Buffer);
  const babies = await db.owner
    .select()
    .from(t.bookingBabies)
    .where(eq(t.bookingBabies.bookingId, booked.bookingId));
  expect(babies.map((baby) => baby.babyId)).toEqual([family.babyId]);
  expect((await row(family.referralId)).status).toBe("booked");
  const { clients, babies: known } = await countRows(db.owner, at.practiceId);
  expect({ clients, known }).toEqual({ clients: before.clients, known: before.babies });
});

test("one referral, one booking: of five at once one is made, and later ones are refused", async () => {
  const family = await accepted();
  const hours = ["09:00", "10:00", "11:00", "12:00", "13:00"];
  const results = await Promise.allSettled(
    hours.map((hour) => bookLesson(visitor, bare(coming(at.zone, 3, hour), family.referral))),
  );
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect((await countRows(db.owner, at.practiceId)).lessons).toBe(1);
  const refused = await refusal(
    bookLesson(visitor, bare(coming(at.zone, 4, "10:00"), family.referral)),
  );
  expect(refused.say.key).toBe("booking:errors.referralBooked");
});

test("nobody's empty or made-up tries keep a referred family from booking", async () => {
  const family = await accepted();
  const start = coming(at.zone, 2, "10:00");
  const { referral, ...nobody } = bare(start, family.referral);
  const said = new Set<string>();
  for (let i = 0; i < 25; i++) {
    for (const tried of [nobody, { ...nobody, referral: newToken() }]) {
      const { code } = await refusal(bookLesson(visitor, tried, { ip: "direct" }));
      said.add(code);
    }
  }
  expect([...said].sort()).toEqual(["conflict", "invalid"]);
  await expect(
    bookLesson(visitor, { ...nobody, referral }, { ip: "direct" }),
  ).resolves.toBeTruthy();
});

test("who tries one link again and again is stopped", async () => {
  const tried = bare(coming(at.zone, 2, "10:00"), newToken());
  for (let i = 0; i < 20; i++) await refusal(bookLesson(visitor, tried));
  expect((await refusal(bookLesson(visitor, tried))).code).toBe("rate_limited");
});

test("a referral to one practice opens no other, and an unknown secret none", async () => {
  const family = await accepted();
  const elsewhere = await makePractice(db.owner);
  const { practiceId, serviceId, start } = asking(elsewhere, coming(at.zone, 2, "10:00"));
  for (const referral of [family.referral, "x".repeat(43)]) {
    const refused = await refusal(bookLesson(visitor, { practiceId, serviceId, start, referral }));
    expect(refused.code).toBe("conflict");
  }
  expect((await countRows(db.owner, elsewhere.practiceId)).lessons).toBe(0);
});
