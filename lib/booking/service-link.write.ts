import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { practitioners, services } from "@/db/schema";
import { linkSecret, makeLink } from "@/lib/accounts/links";
import { anyone, isStaff } from "@/lib/core/actor";
import { id, token, tokenHash } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { wholeNumber } from "@/lib/core/text";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { bookable, findOffer, isBookable } from "./offer";
import { type Pass, sealPass } from "./pass";
import { shown } from "./picker";

const DAY_MS = 86_400_000;
const MOST_OPEN = 100;

/** Makes a link that books one lesson of a service, once: for a family that was spoken to (feature c31). */
export const makeServiceLink = command({
  name: "booking.make_service_link",
  allow: isStaff,
  input: z.strictObject({
    serviceId: id("service"),
    days: wholeNumber(1, 90, "change:errors.linkDays"),
  }),
  run: async ({ actor, tx, now, audit }, { serviceId, days }): Promise<{ pass: Pass }> => {
    const { practiceId } = actor;
    const offer = await findOffer(tx, practiceId, serviceId);
    if (!offer || offer.archivedAt) throw notFound();
    // The link would say to the family that it has ended.
    if (!offer.bookable) throw invalidField("serviceId", "change:errors.linkStaffOnly");
    if (!offer.publishedAt)
      throw invalidField("serviceId", "change:errors.linkHidden", { name: offer.practitionerName });
    const open = (await linksOf(tx, practiceId)).filter(({ state }) => state(now) === "open");
    if (open.length >= MOST_OPEN) throw new Refusal("conflict", "change:errors.linkMany");
    const secret = await makeLink(tx, {
      practiceId,
      kind: "service",
      subjectId: serviceId,
      expiresAt: new Date(now.getTime() + days * DAY_MS),
    });
    audit({ type: "service", id: serviceId }, { linkDays: days });
    return { pass: sealPass(serviceId, secret) };
  },
});

/** Takes a link back that nobody has used yet. */
export const withdrawServiceLink = command({
  name: "booking.withdraw_service_link",
  allow: isStaff,
  input: z.strictObject({ linkId: id("link") }),
  run: async ({ actor, tx, audit }, { linkId }) => {
    const [row] = await tx.execute<{ done: boolean }>(
      sql`select withdraw_service_link(${actor.practiceId}::uuid, ${linkId}::uuid) as done`,
    );
    if (!row?.done) throw new Refusal("conflict", "change:errors.linkOver");
    audit({ type: "link", id: linkId }, { withdrawn: true });
    return null;
  },
});

type Row = {
  id: string;
  service_id: string;
  secret: Buffer;
  created_at: string | Date;
  expires_at: string | Date;
  used_at: string | Date | null;
  revoked_at: string | Date | null;
};

async function linksOf(tx: Tx, practiceId: string) {
  const rows = await tx.execute<Row>(sql`select * from service_links(${practiceId}::uuid)`);
  return rows.map((row) => {
    const expiresAt = new Date(row.expires_at);
    return {
      id: row.id,
      serviceId: row.service_id,
      createdAt: new Date(row.created_at),
      expiresAt,
      usedAt: row.used_at && new Date(row.used_at),
      secret: () => linkSecret({ practiceId, id: row.id, secret: row.secret }),
      state: (now: Date): "open" | "used" | "withdrawn" | "expired" =>
        row.used_at ? "used" : row.revoked_at ? "withdrawn" : expiresAt <= now ? "expired" : "open",
    };
  });
}

/** The practice's links, newest first; the secret of those that still open something, to be copied once more. */
export const serviceLinks = query({
  name: "booking.service_links",
  allow: isStaff,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const all = await tx
      .select({
        id: services.id,
        name: services.name,
        bookable: services.bookable,
        archivedAt: services.archivedAt,
        publishedAt: practitioners.publishedAt,
      })
      .from(services)
      .innerJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, services.practiceId),
          eq(practitioners.id, services.practitionerId),
        ),
      )
      .where(eq(services.practiceId, actor.practiceId))
      .orderBy(services.position, services.id);
    const known = new Map<string, (typeof all)[number]>(all.map((one) => [one.id, one]));
    const list = await linksOf(tx, actor.practiceId);
    return {
      /** Those that a link can open. */
      services: all.filter(isBookable).map(({ id, name }) => ({ id, name })),
      links: list.map(({ state, secret, ...link }) => {
        const service = known.get(link.serviceId);
        const open = state(now) === "open";
        return {
          ...link,
          service: service?.name ?? "",
          state: state(now),
          secret: open ? secret() : null,
          /** It would open, but families cannot book its lesson any more. */
          shut: open && !(service && isBookable(service)),
        };
      }),
    };
  },
});

/** What a link invites to, for whoever opens it. Reading uses nothing up. */
export const invitedTo = query({
  name: "booking.invited_to",
  allow: anyone,
  input: z.strictObject({ secret: token }),
  run: async ({ tx }, { secret }) => {
    const [row] = await tx.execute<{ practice_id: string; kind: string; subject_id: string }>(
      sql`select * from resolve_link(${tokenHash(secret)})`,
    );
    const offer =
      row?.kind === "service" ? await findOffer(tx, row.practice_id, row.subject_id) : null;
    return shown(bookable(offer));
  },
});
