import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { linkHolder } from "@/lib/accounts/links";
import { type Area, actAs, findPerson, type Person } from "@/lib/accounts/person";
import type { Actor, Admin, Doctor, LinkHolder, Parent, Staff, Visitor } from "@/lib/core/actor";
import { readsTogether } from "@/lib/work/reads";
import { sessionCookie, signedIn } from "./session";

export const visitor: Visitor = { kind: "visitor" };
type ActorOf = { family: Parent; practice: Staff; doctor: Doctor; admin: Admin };

/** The signed-in person of this request, read once. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  // Most readers have no session: they need none of what it takes to read one.
  if (!(await cookies()).has(sessionCookie().name)) return null;
  const session = await signedIn();
  const user = session?.user;
  if (!user?.id || !user.email) return null;
  return findPerson({ id: user.id, email: user.email, name: user.name ?? null });
});

/** The person acting in an area, or null. Staff of several practices choose with the cookie `practice`. */
export const actorIn = cache(async <A extends Area>(area: A): Promise<ActorOf[A] | null> => {
  const person = await currentPerson();
  if (!person) return null;
  const practice = area === "practice" ? (await cookies()).get("practice")?.value : undefined;
  const actor = actAs(person, area, practice) as ActorOf[A] | null;
  return actor && readsTogether(actor);
});

/** For pages: asks to sign in, answers "not found" to people whose area this is not. */
export async function pageActor<A extends Area>(area: A, path: string): Promise<ActorOf[A]> {
  const actor = await actorIn(area);
  if (actor) return actor;
  if (await currentPerson()) notFound();
  redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}

/** For pages behind an unguessable link. */
export async function pageLink(secret: string, link: LinkHolder["link"]): Promise<LinkHolder> {
  return (await linkHolder(secret, link)) ?? notFound();
}

/** A signed-in parent where there is one, else a visitor: for booking, which asks for no account. */
export const parentOrVisitor = async (): Promise<Actor> => (await actorIn("family")) ?? visitor;
