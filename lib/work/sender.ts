// What undici and Next's busboy say of a form that was cut off, or never was one.
const noForm = new Set([
  "Failed to parse body as FormData.",
  "Unexpected end of form",
  "Malformed part header",
  "Malformed content type",
  "Multipart: Boundary not found",
]);

/**
 * Where a failure is the sender's doing and no fault: the tab was closed while it sent (Node destroys such a request
 * with `aborted`; what we ask of others breaks elsewhere), or what came is no form. Undefined for everything else.
 */
export function sendersDoing(error: unknown): "request left" | "form unread" | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.message === "aborted" && error.stack?.includes("abortIncoming")) return "request left";
  return noForm.has(error.message) ? "form unread" : undefined;
}
