import type { PracticeId, UserId } from "./id";

export type StaffRole = "owner" | "practitioner" | "front_desk";

export type Visitor = { kind: "visitor" };
export type Parent = { kind: "parent"; userId: UserId; email: string };
export type Staff = {
  kind: "staff";
  userId: UserId;
  practiceId: PracticeId;
  role: StaffRole;
  /** Null for staff who teach no lessons. */
  practitionerId: string | null;
};
export type Doctor = { kind: "doctor"; userId: UserId; email: string };
export type Admin = { kind: "admin"; userId: UserId };
/** Somebody who holds an unguessable link. A referral has two kinds: `referral` is its doctor's, `family` the family's. */
export type LinkHolder = {
  kind: "link";
  link: "booking" | "referral" | "family" | "service" | "copies" | "forms";
  practiceId: PracticeId;
  subjectId: string;
};
/** A job or a start-up step; never a person. */
export type System = { kind: "system"; practiceId: PracticeId | null };

export type Actor = Visitor | Parent | Staff | Doctor | Admin | LinkHolder | System;

export const anyone = (_actor: Actor): _actor is Actor => true;
export const isVisitor = (actor: Actor): actor is Visitor => actor.kind === "visitor";
export const isParent = (actor: Actor): actor is Parent => actor.kind === "parent";
export const isStaff = (actor: Actor): actor is Staff => actor.kind === "staff";
export const isOwner = (actor: Actor): actor is Staff => isStaff(actor) && actor.role === "owner";
/** Staff who may see and change clinical matters: not the front desk. */
export const isClinician = (actor: Actor): actor is Staff =>
  isStaff(actor) && actor.role !== "front_desk";
export const isDoctor = (actor: Actor): actor is Doctor => actor.kind === "doctor";
export const isAdmin = (actor: Actor): actor is Admin => actor.kind === "admin";
export const isLink =
  (link: LinkHolder["link"]) =>
  (actor: Actor): actor is LinkHolder =>
    actor.kind === "link" && actor.link === link;
export const isSystem = (actor: Actor): actor is System => actor.kind === "system";
export const oneOf =
  <A extends Actor>(...guards: readonly ((actor: Actor) => actor is A)[]) =>
  (actor: Actor): actor is A =>
    guards.some((guard) => guard(actor));

export const actorId = (actor: Actor): string | null =>
  "userId" in actor ? actor.userId : actor.kind === "link" ? actor.subjectId : null;
export const actorPractice = (actor: Actor): PracticeId | null =>
  "practiceId" in actor ? actor.practiceId : null;
