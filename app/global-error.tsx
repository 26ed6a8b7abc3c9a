"use client";

import "./globals.css";
import { ErrorPage, type ErrorPageProps } from "@/app/_server/error-page";

/** Only when the document itself breaks: everything else has an error page inside its area. */
export default function GlobalError(props: ErrorPageProps) {
  return (
    <html lang="en">
      <body>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
