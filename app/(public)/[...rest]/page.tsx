import { notFound } from "next/navigation";

/** Addresses that no page answers: shown with the reader's language and the page's policy. */
export default function UnknownAddress(): never {
  notFound();
}
