import type { Words } from "./words";

export type Attachment = { filename: string; contentType: string; content: string };
export type Mail = { subject: string; text: string; html: string; attachments?: Attachment[] };

export type Part =
  | { p: string }
  | { facts: readonly (readonly [label: string, value: string])[] }
  | { list: readonly string[]; title: string }
  | { button: string; url: string }
  | { code: string }
  | { small: string };

/** Names, places and titles were typed by people: nothing of them may become markup. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 160);

/** One mail, twice: for people who read text and for people who read HTML. No pictures, nothing that reports back. */
export function compose(
  words: Words,
  mail: { subject: string; heading: string; parts: readonly Part[]; footer: string },
): Mail {
  const { heading, parts, footer } = mail;
  const text = [heading, ...parts.map(asText), "-- ", `${words.t("brand")}\n${footer}`];
  return {
    subject: oneLine(mail.subject),
    text: `${text.join("\n\n").replace("-- \n\n", "-- \n")}\n`,
    html: page(words, heading, parts.map(asHtml).join("\n"), footer),
  };
}

function asText(part: Part): string {
  if ("p" in part) return part.p;
  if ("small" in part) return part.small;
  if ("code" in part) return spaced(part.code);
  if ("button" in part) return `${part.button}:\n${part.url}`;
  if ("list" in part) return `${part.title}\n${part.list.map((item) => `  - ${item}`).join("\n")}`;
  return part.facts.map(([label, value]) => `${label}: ${value}`).join("\n");
}

const ink = "#2c1928";
const soft = "#584553";
const brand = "#732156";

function asHtml(part: Part): string {
  if ("p" in part) return `<p style="margin:0 0 16px">${breaks(part.p)}</p>`;
  if ("small" in part)
    return `<p style="margin:0 0 16px;font-size:14px;color:${soft}">${breaks(part.small)}</p>`;
  if ("code" in part)
    return `<p style="margin:0 0 16px;font-size:28px;font-weight:700;letter-spacing:3px">${spaced(part.code)}</p>`;
  if ("button" in part)
    return `<p style="margin:8px 0 24px"><a href="${escapeHtml(part.url)}" style="display:inline-block;padding:14px 22px;border-radius:10px;background:${brand};color:#fefbfc;font-weight:600;text-decoration:none">${escapeHtml(part.button)}</a></p>`;
  if ("list" in part) {
    const items = part.list.map((item) => `<li style="margin:0 0 6px">${escapeHtml(item)}</li>`);
    return `<h2 style="margin:24px 0 8px;font-size:17px">${escapeHtml(part.title)}</h2>\n<ul style="margin:0 0 16px;padding-left:22px">${items.join("")}</ul>`;
  }
  const rows = part.facts.map(
    ([label, value]) =>
      `<tr><th scope="row" style="padding:4px 16px 4px 0;text-align:left;vertical-align:top;font-weight:400;color:${soft}">${escapeHtml(label)}</th><td style="padding:4px 0;vertical-align:top;font-weight:600">${breaks(value)}</td></tr>`,
  );
  return `<table style="margin:0 0 16px;border-collapse:collapse">${rows.join("")}</table>`;
}

const breaks = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>");
const spaced = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

const page = (words: Words, heading: string, body: string, footer: string): string =>
  `<!doctype html>
<html lang="${words.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${escapeHtml(heading)}</title></head>
<body style="margin:0;padding:24px 12px;background:#fbf8fa;color:${ink};font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<main style="max-width:520px;margin:0 auto;padding:24px;border:1px solid #e4dde2;border-radius:16px;background:#ffffff">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.25">${escapeHtml(heading)}</h1>
${body}
</main>
<p style="max-width:520px;margin:16px auto 0;padding:0 24px;font-size:14px;color:${soft}"><b>${escapeHtml(words.t("brand"))}</b><br>${breaks(footer)}</p>
</body>
</html>
`;
