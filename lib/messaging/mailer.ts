import { createTransport, type Transporter } from "nodemailer";
import { env, publicUrl } from "@/lib/core/env";
import type { Mail } from "./layout";

export type Outgoing = { id: string; to: string; at: Date; mail: Mail };

let kept: { url: string; transport: Transporter } | undefined;

function transportFor(url: string): Transporter {
  if (kept?.url === url) return kept.transport;
  kept?.transport.close();
  const transport = createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    // A server that stops answering must not hold a job for ten minutes. `?socketTimeout=` in SMTP_URL says otherwise.
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  kept = { url, transport };
  return transport;
}

export const canSend = (): boolean => env().SMTP_URL !== undefined;

/** One mail has one name, however often it is sent: receivers and their servers can tell a repeat. */
export const messageId = (id: string): string => `<${id}@${new URL(publicUrl()).hostname}>`;

/** Hands a mail to the SMTP server. Null when it took it, else its reply code or the kind of failure, no text. */
export async function deliver({ id, to, at, mail }: Outgoing): Promise<string | null> {
  const { SMTP_URL, MAIL_FROM } = env();
  if (!SMTP_URL) return "ENOSMTP";
  try {
    await transportFor(SMTP_URL).sendMail({
      messageId: messageId(id),
      date: at,
      from: MAIL_FROM,
      // As an object it is one address and never read as a list of them.
      to: { name: "", address: to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      attachments: (mail.attachments ?? []).map((file) => ({ ...file, encoding: "utf8" })),
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    });
    return null;
  } catch (error) {
    return failureCode(error);
  }
}

/** There was no server to take it. */
const NOT_REACHED = "ECONNECT";
/** Whether a try that failed left the mail here for certain: a server that was cut off may have taken it. */
export const stayedHere = (code: string): boolean => /^(\d{3}|ECONNECT|EDNS|ENOSMTP)$/.test(code);

function failureCode(error: unknown): string {
  if (!(error instanceof Error)) return "EUNKNOWN";
  if ("responseCode" in error && typeof error.responseCode === "number")
    return String(error.responseCode);
  if ("syscall" in error && error.syscall === "connect") return NOT_REACHED;
  if ("code" in error && typeof error.code === "string" && /^E[A-Z0-9]{2,20}$/.test(error.code))
    return error.code;
  return "EUNKNOWN";
}
