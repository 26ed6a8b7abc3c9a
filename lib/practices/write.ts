import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { places, practices, practitioners, services } from "@/db/schema";
import { teachesHere } from "@/lib/accounts/practitioner";
import { isClinician, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { placeColumns, placeStamp, profileColumns } from "./read";
import {
  changedFields,
  mayManage,
  missingBlocks,
  parsePrice,
  pointAfter,
  pointTyped,
  stampOf,
} from "./rules";
import {
  ArchivePlace,
  ArchiveService,
  OrderService,
  PublishProfile,
  SavePlace,
  SaveProfile,
  SaveService,
} from "./schema";

/** A service of the practice that this person may change, locked; anything else is not there. */
async function ownService(tx: Tx, actor: Staff, serviceId: string) {
  const [row] = await tx
    .select()
    .from(services)
    .where(and(eq(services.practiceId, actor.practiceId), eq(services.id, serviceId)))
    .for("update");
  if (!row || !mayManage(actor, row.practitionerId)) throw notFound();
  return row;
}

export const saveService = command({
  name: "practices.save_service",
  allow: isClinician,
  input: SaveService,
  run: async ({ actor, tx, audit, enqueue }, input) => {
    const { practiceId } = actor;
    const { serviceId, version, practitionerId, placeId, price, minNoticeHours, ...facts } = input;
    if (!mayManage(actor, practitionerId)) throw notFound();
    const before = serviceId ? await ownService(tx, actor, serviceId) : null;
    if (before && before.practitionerId !== practitionerId) throw notFound();
    if (before && before.version !== version) throw new Refusal("conflict");
    const [place] = await tx
      .select({ archivedAt: places.archivedAt })
      .from(places)
      .where(and(eq(places.practiceId, practiceId), eq(places.id, placeId)));
    // A service may stay at a place that was archived since, but none moves there.
    if (!place || (place.archivedAt && before?.placeId !== placeId))
      throw invalidField("placeId", "services:errors.place");
    const [practice] = await tx
      .select({ currency: practices.currency })
      .from(practices)
      .where(eq(practices.practiceId, practiceId));
    const currency = before?.currency ?? practice?.currency ?? "GBP";
    const priceMinor = parsePrice(price, currency);
    if (priceMinor === null) throw invalidField("price", "services:errors.price");
    const values = {
      ...facts,
      description: facts.description ?? null,
      placeId,
      priceMinor,
      minNoticeMinutes: minNoticeHours * 60,
    };
    if (before) {
      await tx
        .update(services)
        .set({ ...values, version: before.version + 1 })
        .where(and(eq(services.practiceId, practiceId), eq(services.id, before.id)));
      const fields = changedFields(before, values);
      audit({ type: "service", id: before.id }, { fields });
      // Lessons that are booked already are reminded of as the service says now.
      if (fields.includes("reminderMinutes") || fields.includes("followUpHours"))
        enqueue("remind.plan", { practiceId, serviceId: before.id, after: null });
      return { serviceId: before.id };
    }
    const id = newId<"service">();
    const last = tx
      .select({ next: sql`coalesce(max(${services.position}), -1) + 1` })
      .from(services)
      .where(and(eq(services.practiceId, practiceId), eq(services.practitionerId, practitionerId)));
    // The practitioner is the practice's own: the key of the row carries the practice.
    const known = await ofPractice(tx, actor, practitionerId);
    if (!known) throw notFound();
    await tx
      .insert(services)
      .values({ ...values, practiceId, id, practitionerId, currency, position: sql`(${last})` });
    audit({ type: "service", id }, { created: true });
    return { serviceId: id as string };
  },
});

async function ofPractice(tx: Tx, actor: Staff, practitionerId: string) {
  const [row] = await tx
    .select({ ...profileColumns, publishedAt: practitioners.publishedAt })
    .from(practitioners)
    .where(
      and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.id, practitionerId)),
    )
    .for("update");
  return row ?? null;
}

/** Families no longer see it and nobody books it; lessons that were booked stay. */
export const archiveService = command({
  name: "practices.archive_service",
  allow: isClinician,
  input: ArchiveService,
  run: async ({ actor, tx, now, audit }, { serviceId, version, archived }) => {
    const before = await ownService(tx, actor, serviceId);
    if (before.version !== version) throw new Refusal("conflict");
    await tx
      .update(services)
      .set({ archivedAt: archived ? now : null, version: before.version + 1 })
      .where(and(eq(services.practiceId, actor.practiceId), eq(services.id, serviceId)));
    audit({ type: "service", id: serviceId }, { archived });
    return null;
  },
});

/** One step up or down among the services that families see. */
export const orderService = command({
  name: "practices.order_service",
  allow: isClinician,
  input: OrderService,
  run: async ({ actor, tx, audit }, { serviceId, direction }) => {
    const { practitionerId } = await ownService(tx, actor, serviceId);
    const listed = await tx
      .select({ id: services.id })
      .from(services)
      .where(
        and(
          eq(services.practiceId, actor.practiceId),
          eq(services.practitionerId, practitionerId),
          isNull(services.archivedAt),
        ),
      )
      .orderBy(services.position, services.id)
      .for("update");
    const ids = listed.map((row) => row.id);
    const from = ids.indexOf(serviceId);
    const to = direction === "up" ? from - 1 : from + 1;
    const other = ids[to];
    if (from >= 0 && other !== undefined) {
      ids[to] = serviceId;
      ids[from] = other;
      for (const [position, id] of ids.entries())
        await tx
          .update(services)
          .set({ position })
          .where(and(eq(services.practiceId, actor.practiceId), eq(services.id, id)));
    }
    audit({ type: "service", id: serviceId }, { direction });
    return null;
  },
});

export const savePlace = command({
  name: "practices.save_place",
  allow: isClinician,
  input: SavePlace,
  run: async ({ actor, tx, audit }, { placeId, seen, mapPoint, ...facts }) => {
    const { practiceId } = actor;
    const values = {
      ...facts,
      address: facts.address ?? null,
      postcode: facts.postcode ?? null,
      meetingUrl: facts.meetingUrl ?? null,
    };
    if (!placeId) {
      const id = newId<"place">();
      const point = pointTyped(null, values, mapPoint);
      await tx.insert(places).values({ ...values, ...point, practiceId, id });
      audit({ type: "place", id }, { created: true, kind: facts.kind });
      return { placeId: id as string };
    }
    const [before] = await tx
      .select(placeColumns)
      .from(places)
      .where(and(eq(places.practiceId, practiceId), eq(places.id, placeId)))
      .for("update");
    if (!before) throw notFound();
    if (placeStamp(before) !== seen) throw new Refusal("conflict");
    await tx
      .update(places)
      .set({ ...values, ...pointTyped(before, values, mapPoint) })
      .where(and(eq(places.practiceId, practiceId), eq(places.id, placeId)));
    audit({ type: "place", id: placeId }, { fields: changedFields(before, values) });
    return { placeId: placeId as string };
  },
});

export const archivePlace = command({
  name: "practices.archive_place",
  allow: isClinician,
  input: ArchivePlace,
  run: async ({ actor, tx, now, audit }, { placeId, archived }) => {
    const { practiceId } = actor;
    if (archived) {
      const [used] = await tx
        .select({ id: services.id })
        .from(services)
        .where(
          and(
            eq(services.practiceId, practiceId),
            eq(services.placeId, placeId),
            isNull(services.archivedAt),
          ),
        )
        .limit(1);
      if (used) throw new Refusal("conflict", "practice:errors.placeInUse");
    }
    const done = await tx
      .update(places)
      .set({ archivedAt: archived ? now : null })
      .where(and(eq(places.practiceId, practiceId), eq(places.id, placeId)));
    if (done.count === 0) throw notFound();
    audit({ type: "place", id: placeId }, { archived });
    return null;
  },
});

export const saveProfile = command({
  name: "practices.save_profile",
  allow: isClinician,
  input: SaveProfile,
  run: async ({ actor, tx, audit }, { practitionerId, seen, accepting, ...facts }) => {
    if (!mayManage(actor, practitionerId)) throw notFound();
    const found = await ofPractice(tx, actor, practitionerId);
    if (!found) throw notFound();
    const { publishedAt, ...before } = found;
    if (stampOf(before) !== seen) throw new Refusal("conflict");
    const values = {
      ...facts,
      letters: facts.letters ?? null,
      headline: facts.headline ?? null,
      coursesOfStudy: facts.coursesOfStudy ?? null,
      certification: facts.certification ?? null,
      experience: facts.experience ?? null,
      doctorReferrals: facts.doctorReferrals ?? null,
      area: facts.area ?? null,
      postcode: facts.postcode ?? null,
      accepting: accepting ? ("new_families" as const) : ("paused" as const),
    };
    // A page that families read keeps its answers to the four questions (feature a2).
    if (publishedAt) refuseGaps(missingBlocks(values));
    await tx
      .update(practitioners)
      .set({ ...values, ...pointAfter(before, values) })
      .where(
        and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.id, practitionerId)),
      );
    audit({ type: "practitioner", id: practitionerId }, { fields: changedFields(before, values) });
    return { practitionerId: practitionerId as string };
  },
});

export const publishProfile = command({
  name: "practices.publish",
  allow: isClinician,
  input: PublishProfile,
  run: async ({ actor, tx, now, audit }, { practitionerId, published }) => {
    if (!mayManage(actor, practitionerId)) throw notFound();
    const found = await ofPractice(tx, actor, practitionerId);
    if (!found) throw notFound();
    if (published) {
      refuseGaps(missingBlocks(found));
      const page = { practiceId: actor.practiceId, practitionerId };
      if (!(await teachesHere(tx, page))) throw new Refusal("conflict", "practice:errors.left");
    }
    await tx
      .update(practitioners)
      .set({ publishedAt: published ? (found.publishedAt ?? now) : null })
      .where(
        and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.id, practitionerId)),
      );
    audit({ type: "practitioner", id: practitionerId }, { published });
    return null;
  },
});

function refuseGaps(missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw new Refusal("invalid", "practice:errors.blocks", {
    fields: Object.fromEntries(missing.map((block) => [block, [{ key: "practice:errors.block" }]])),
  });
}
