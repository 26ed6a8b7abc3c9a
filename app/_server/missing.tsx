import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { PublicShell } from "@/components/shell/public-shell";
import { getTranslations } from "@/i18n/words";
import type { Area } from "@/lib/accounts/person";
import { actorIn } from "./actor";
import { answerMissing } from "./gate";
import { NotFoundWords, UnknownAddressPage } from "./not-found-page";

// Next answers a thrown notFound() with an empty document that only its scripts fill: without JavaScript nobody reads
// a word of it. So the throw is caught here, the words are rendered like any page, and the gate sets the status.

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "digest" in error && error.digest === "NEXT_HTTP_ERROR_FALLBACK;404";

/** Marks the answer as 404, for a page that says in its own words that there is nothing here. */
export async function markMissing(): Promise<void> {
  answerMissing((await headers()).get("x-request-id"));
}

/** A page whose notFound() can be read without JavaScript. */
export const page =
  <P,>(render: (props: P) => Promise<ReactNode>, instead: ReactNode = <UnknownAddressPage />) =>
  async (props: P): Promise<ReactNode> => {
    try {
      return await render(props);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await markMissing();
      return instead;
    }
  };

/** The words inside the area's own shell; for people whose area it is not, a whole page of its own. */
async function MissingIn({ area }: { area: Area }) {
  if (!(await actorIn(area))) return <UnknownAddressPage />;
  const words = <NotFoundWords home={`/${area}`} />;
  if (area === "doctor")
    return (
      <PublicShell items={["find", "refer"]} width="narrow">
        {words}
      </PublicShell>
    );
  return area === "practice" ? <div className="page">{words}</div> : words;
}
const pageIn =
  (area: Area, inShell: ReactNode = <MissingIn area={area} />) =>
  <P,>(render: (props: P) => Promise<ReactNode>) =>
    page(render, inShell);
export const familyPage = pageIn("family");
export const practicePage = pageIn("practice");
export const doctorPage = pageIn("doctor");
export const adminPage = pageIn("admin");

/** The head of such a page. */
export const head =
  <P,>(about: (props: P) => Promise<Metadata>) =>
  async (props: P): Promise<Metadata> => {
    try {
      return await about(props);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const t = await getTranslations("edge.notFound");
      return { title: t("title"), robots: { index: false, follow: false } };
    }
  };
