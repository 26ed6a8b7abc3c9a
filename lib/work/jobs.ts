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
  };
  "mail.referral": {
    practiceId: string;
    referralId: string;
    event: "confirm" | "waiting" | "accepted" | "declined" | "booked";
  };
  "mail.routine": { practiceId: string; assignmentId: string };
  "clean.expired": Record<string, never>;
  "clean.stuck": Record<string, never>;
};
export type JobName = keyof Jobs;
export type QueuedJob = { name: JobName; payload: object; runAt?: string; key?: string };
