/** Every job there is and what it carries: ids only, so that a job row tells nothing about a family. */
export type Jobs = {
  "mail.send": { emailId: string };
  "mail.sign_in": { tokenId: string };
  "mail.invitation": { practiceId: string; invitationId: string };
  "mail.booking": {
    practiceId: string;
    bookingId: string;
    event: "booked" | "moved" | "cancelled";
    /** The lesson's iCalendar sequence when the event happened. */
    sequence: number;
    /** Whose doing a move was; staff who asked for it are told of the family's. */
    by?: "family" | "practice";
  };
  /** A lesson that somebody asks for, and what became of it; and the practice is told what families do by themselves. */
  "mail.request": {
    practiceId: string;
    bookingId: string;
    event: "asked" | "declined" | "unanswered" | "given_back";
    sequence: number;
    /** Staff moved it: their family hears of that alone, and nobody asks them to answer anew. */
    by?: "practice";
    /** Minutes of the free times that a no brings along. */
    times?: number[];
  };
  /** Another guardian is asked whether copies may go to them. */
  "mail.copies": { practiceId: string; guardianId: string };
  /** They said yes: the lessons to come, once. */
  "mail.copies_begin": { practiceId: string; guardianId: string };
  "booking.give_up": Record<string, never>;
  "mail.referral": {
    practiceId: string;
    referralId: string;
    event: "confirm" | "waiting" | "sent_on" | "accepted" | "declined" | "booked";
  };
  /** Staff asked a form of a family. */
  "mail.forms": { practiceId: string; clientId: string };
  /** A copy of what somebody signed, for them. */
  "mail.consents": { practiceId: string; guardianId: string; consentIds: readonly string[] };
  /** Something was put on a doctor's page; `newsId` is what, so that each is told once. */
  "mail.referral_news": { practiceId: string; referralId: string; newsId: string };
  /** A message that was refused, for an address that was corrected since. */
  "mail.again": { practiceId: string; emailId: string };
  /** Reminders of lessons: what is due, one of them, and all of a practice or service after it changed when it reminds. */
  "remind.due": Record<string, never>;
  "remind.send": { practiceId: string; reminderId: string };
  "remind.plan": { practiceId: string; serviceId: string | null; after: string | null };
  "mail.routine": { practiceId: string; assignmentId: string };
  "outside.due": Record<string, never>;
  "outside.read": { practiceId: string; calendarId: string };
  /** A file that was taken away, once it cannot be brought back; an export that was asked for, and one whose time is over. */
  "files.purge": { practiceId: string; fileId: string };
  "export.make": { practiceId: string; exportId: string };
  "export.purge": { practiceId: string; exportId: string };
  /** Which families were kept long enough: noted for the owner, never deleted. */
  "clients.look": Record<string, never>;
  "clean.expired": Record<string, never>;
  "clean.stuck": Record<string, never>;
  "audit.checkpoint": Record<string, never>;
};
export type JobName = keyof Jobs;
export type QueuedJob = { name: JobName; payload: object; runAt?: string; key?: string };
