import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { Actor, Admin, Doctor, Parent, Staff, StaffRole } from "@/lib/core/actor";
import type { PracticeId, UserId } from "@/lib/core/id";

export type Membership = {
  practiceId: PracticeId;
  practiceName: string;
  role: StaffRole;
  practitionerId: string | null;
};
/** A signed-in person and everything they may act as. */
export type Person = {
  userId: UserId;
  email: string;
  name: string | null;
  memberships: Membership[];
  isParent: boolean;
  isDoctor: boolean;
  isAdmin: boolean;
};
export type Area = "family" | "practice" | "doctor" | "admin";

type Row = {
  practice_id: string | null;
  practice_name: string | null;
  role: StaffRole | null;
  practitioner_id: string | null;
  is_parent: boolean;
  is_doctor: boolean;
  is_admin: boolean;
};

/** Null when the account was deactivated: its sessions open nothing from that moment. */
export async function findPerson(user: {
  id: string;
  email: string;
  name: string | null;
}): Promise<Person | null> {
  const rows = await database().execute<Row>(sql`select * from person_roles(${user.id}::uuid)`);
  const first = rows[0];
  if (!first) return null;
  return {
    userId: user.id as UserId,
    email: user.email,
    name: user.name,
    memberships: rows.flatMap((row) =>
      row.practice_id && row.role
        ? [
            {
              practiceId: row.practice_id as PracticeId,
              practiceName: row.practice_name ?? "",
              role: row.role,
              practitionerId: row.practitioner_id,
            },
          ]
        : [],
    ),
    isParent: first.is_parent,
    isDoctor: first.is_doctor,
    isAdmin: first.is_admin,
  };
}

/** The person as they act in one part of the product; null when that part is not theirs. */
export function actAs(person: Person, area: Area, practiceId?: string): Actor | null {
  const { userId, email } = person;
  // Somebody without any role yet is a parent whose family is still empty.
  if (area === "family")
    return person.isParent || !worksHere(person) ? { kind: "parent", userId, email } : null;
  if (area === "doctor") return person.isDoctor ? { kind: "doctor", userId, email } : null;
  if (area === "admin") return person.isAdmin ? { kind: "admin", userId } : null;
  const at = person.memberships.find((m) => m.practiceId === practiceId) ?? person.memberships[0];
  return at
    ? {
        kind: "staff",
        userId,
        practiceId: at.practiceId,
        role: at.role,
        practitionerId: at.practitionerId,
      }
    : null;
}

const worksHere = (person: Person): boolean =>
  person.memberships.length > 0 || person.isDoctor || person.isAdmin;

/** The person as nobody but themselves: for what belongs to them and to no practice. */
export const asSelf = ({ userId, email }: Person): Parent => ({ kind: "parent", userId, email });

/** Anybody who is signed in, in whatever part they act. */
export const isSignedIn = (actor: Actor): actor is Parent | Staff | Doctor | Admin =>
  "userId" in actor;

/** Where a person lands after signing in. */
export function homeOf(person: Person): string {
  if (person.memberships.length > 0) return "/practice";
  if (person.isAdmin) return "/admin";
  if (person.isParent) return "/family";
  return person.isDoctor ? "/doctor" : "/family";
}
