import { eq, sql } from "drizzle-orm";
import { practices, services } from "@/db/schema";
import { isOwner } from "@/lib/core/actor";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { detailColumns, moneyIsCounted } from "./details.read";
import { changedFields, stampOf } from "./rules";
import { CURRENCIES, SavePractice } from "./schema";

/**
 * The practice itself. Another time zone draws the calendar anew and moves the quiet hours; lessons keep their place's
 * zone. Another currency is taken only while nobody was promised a price: then the services keep their figures in it.
 */
export const savePractice = command({
  name: "practices.save_details",
  allow: isOwner,
  input: SavePractice,
  run: async ({ actor, tx, audit, enqueue }, { seen, ...typed }) => {
    const { practiceId } = actor;
    const mine = eq(practices.practiceId, practiceId);
    const [before] = await tx.select(detailColumns).from(practices).where(mine).for("update");
    if (!before) throw notFound();
    if (stampOf(before) !== seen) throw new Refusal("conflict");
    const values = { ...typed, phone: typed.phone ?? null };
    const fields = changedFields(before, values);
    if (fields.includes("currency")) {
      if (!CURRENCIES.includes(values.currency)) throw invalidField("currency", "errors:choose");
      if (await moneyIsCounted(tx, practiceId))
        throw invalidField("currency", "practice_details:errors.currency", {
          currency: before.currency,
        });
      await tx
        .update(services)
        .set({ currency: values.currency, version: sql`${services.version} + 1` })
        .where(eq(services.practiceId, practiceId));
    }
    await tx.update(practices).set(values).where(mine);
    // What is planned keeps out of the quiet hours, which are counted in the practice's zone.
    if (fields.includes("timeZone"))
      enqueue("remind.plan", { practiceId, serviceId: null, after: null });
    audit({ type: "practice", id: practiceId }, { fields });
    return null;
  },
});
