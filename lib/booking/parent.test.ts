import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, countRows } from "@/db/testing/asking";
import { setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice, type TestPractice } from "@/db/testing/world";
import { Refusal } from "@/lib/core/refusal";
import { ownLessons } from "./read";
import { clientLessons } from "./staff-one.read";
import { bookLesson } from "./write";

const db = testDatabase();
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});
const refusalOf = async (doing: Promise<unknown>): Promise<Refusal> => {
  const refused = await doing.catch((error: unknown) => error);
  if (!(refused instanceof Refusal)) throw refused ?? new Error("it was not refused");
  return refused;
};

describe("a signed-in parent", () => {
  let family: Awaited<ReturnType<typeof makeFamily>>;
  beforeEach(async () => {
    family = await makeFamily(db.owner, at.practiceId);
  });
  const start = () => coming(at.zone, 4, "10:00");
  const bare = (practice: TestPractice, when: Date) => {
    const { practiceId, serviceId, start: startsAt } = asking(practice, when);
    return { practiceId, serviceId, start: startsAt };
  };

  test("asks for a lesson: it comes, for the family as for the practice", async () => {
    await setTerms(db.owner, at, { approval: true });
    const { bookingId } = await bookLesson(family.parent, {
      ...bare(at, start()),
      babyIds: [family.babyId],
    });
    const own = await ownLessons(family.parent, {});
    expect(own.upcoming.map((one) => one.bookingId)).toEqual([bookingId]);
    const { upcoming, past } = await clientLessons(at.staff(), { clientId: family.clientId });
    expect([upcoming.map(({ seat }) => seat?.id), past]).toEqual([[bookingId], []]);
  });

  test("books for a baby the practice knows: no new family", async () => {
    const booked = await bookLesson(family.parent, {
      ...bare(at, start()),
      babyIds: [family.babyId],
    });
    const [row] = await db.owner
      .select()
      .from(t.bookings)
      .where(eq(t.bookings.id, booked.bookingId));
    expect(row).toMatchObject({ clientId: family.clientId, source: "family" });
    expect(await countRows(db.owner, at.practiceId)).toMatchObject({ clients: 1, babies: 1 });
  });

  test("adds a newborn to her family", async () => {
    const { babies } = asking(at, start());
    await bookLesson(family.parent, { ...bare(at, start()), babyIds: [family.babyId], babies });
    expect(await countRows(db.owner, at.practiceId)).toMatchObject({
      clients: 1,
      babies: 2,
      booking_babies: 2,
    });
  });

  test("becomes a family of a practice that did not know her, in her own name", async () => {
    const elsewhere = await makePractice(db.owner);
    const { babies } = asking(elsewhere, start());
    const nameless = await refusalOf(
      bookLesson(family.parent, { ...bare(elsewhere, start()), babies }),
    );
    expect(nameless.fields["parent.name"]).toBeDefined();
    await bookLesson(family.parent, {
      ...bare(elsewhere, start()),
      babies,
      parent: { name: "Ana" },
    });
    const [guardian] = await db.owner
      .select()
      .from(t.guardians)
      .where(eq(t.guardians.practiceId, elsewhere.practiceId));
    expect(guardian).toMatchObject({ name: "Ana", email: family.email, userId: family.userId });
  });

  test("cannot book for another family's baby", async () => {
    const others = await makeFamily(db.owner, at.practiceId);
    const before = await countRows(db.owner, at.practiceId);
    const refused = await refusalOf(
      bookLesson(family.parent, { ...bare(at, start()), babyIds: [others.babyId] }),
    );
    expect(refused.code).toBe("not_found");
    expect(await countRows(db.owner, at.practiceId)).toEqual(before);
  });
});
