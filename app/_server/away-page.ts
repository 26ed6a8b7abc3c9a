import { BRAND } from "@/components/ui/logo";
import { away as words } from "@/messages/en-US/edge.json";

const seconds = 15;

export const awayHeaders = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "private, no-store",
  "Retry-After": String(seconds),
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const;

// The colours of app/styles/tokens.css: its own file has a name that only Next knows.
const look = `:root{color-scheme:light dark}
body{margin:0;padding:12vh 24px;background:light-dark(#fbf8fa,#160e15);color:light-dark(oklch(.245 .04 335),oklch(.945 .012 60));font:1.0625rem/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:auto}
h1{font-size:1.75rem;line-height:1.2}
a{display:inline-block;margin-top:.5rem;padding:.75rem 1.25rem;border-radius:10px;background:light-dark(oklch(.395 .128 345),oklch(.815 .088 345));color:light-dark(#fff,oklch(.225 .06 340));font-weight:600;text-decoration:none}`;

/**
 * The page while the database is away. It is made without Next, which cannot give a broken page a status, and without
 * the reader's language, which nobody may be able to ask for; a test keeps its words the same in every kind of English.
 */
export function awayPage(method: string | undefined): string {
  // A form that was sent is sent again by loading the page again, with what was typed; a link would lose it.
  const next = method === "POST" ? `<p>${words.sent}</p>` : `<p><a href="">${words.retry}</a></p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.title} · ${BRAND}</title>
<style>${look}</style>
</head>
<body>
<main>
<h1>${words.title}</h1>
<p>${words.body}</p>
${next}
</main>
</body>
</html>
`;
}
