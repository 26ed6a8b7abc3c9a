import { sql } from "drizzle-orm";
import { systemNow, today as todayIn } from "@/lib/core/time";
import { connect } from "../client";
import { settings, users } from "../schema";
import { seedDocuments } from "./documents";
import { instantAt, seedFamilies, seedRoutines } from "./families";
import { seedGrowth } from "./growth";
import { seedIntake } from "./intake";
import { seedLessons } from "./lessons";
import { seedMessages } from "./messages";
import { seedNotes } from "./notes";
import { addMember, addUser, seedPractices } from "./people";
import { seedReferrals } from "./referrals";

/**
 * Fills an empty database with a small believable world, in one transaction.
 * @returns false, and nothing is written, when anybody has an account already
 */
export async function seedDemo({ ownerUrl }: { ownerUrl: string }): Promise<boolean> {
  const { db, end } = connect(ownerUrl, 1);
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('handsel seed', 0))`);
      if ((await tx.select({ id: users.id }).from(users).limit(1)).length > 0) return false;
      const now = systemNow();
      const today = todayIn(now, "Europe/London");
      const admin = await addUser(tx, {
        email: "admin@example.com",
        name: "Handsel admin",
        password: true,
        admin: true,
      });
      const practices = await seedPractices(tx, today, admin);
      const rosa = practices.get("rosa-calder");
      if (!rosa) throw new Error("the demo world needs Rosa");
      const parent = await addUser(tx, {
        email: "ana@example.com",
        name: "Ana Okoye",
        password: true,
      });
      const doctor = await addUser(tx, {
        email: "dr.haddad@example.com",
        name: "Dr Imran Haddad",
        password: true,
        doctor: true,
      });
      const desk = await addUser(tx, {
        email: "desk@example.com",
        name: "Jo Penrose",
        password: true,
      });
      await addMember(tx, rosa.practiceId, desk, "front_desk");
      const families = await seedFamilies(tx, rosa, today, parent);
      await seedLessons(tx, rosa, families, today, now);
      await seedIntake(tx, rosa, families, today, now);
      await seedRoutines(tx, rosa, families, today, parent);
      await seedGrowth(tx, rosa, families, today, parent);
      await seedNotes(tx, rosa, families, today);
      await seedDocuments(tx, rosa, families, today);
      await seedMessages(tx, rosa, families, now);
      await seedReferrals(tx, rosa, today, now, doctor);
      await tx
        .insert(settings)
        .values({ key: "demo", value: { since: instantAt(today, "12:00", "UTC").toISOString() } });
      const entry = [
        { operation: "demo.seed", subjectType: "practice", subjectId: rosa.practiceId },
      ];
      await tx.execute(sql`select set_config('app.actor', 'system', true)`);
      for (const { practiceId } of practices.values())
        await tx.execute(
          sql`select append_audit(${practiceId}::uuid, ${JSON.stringify(entry)}::jsonb)`,
        );
      return true;
    });
  } finally {
    await end();
  }
}
