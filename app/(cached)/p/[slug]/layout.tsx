import { setRequestLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { CachedDocument } from "@/app/_server/document";
import { localeOf, profileOf } from "./read";

export {
  documentMetadata as generateMetadata,
  documentViewport as viewport,
} from "@/app/_server/document";

type Props = { params: Promise<{ slug: string }>; children: ReactNode };

export default async function ProfileDocument({ params, children }: Props) {
  const locale = localeOf(await profileOf((await params).slug));
  setRequestLocale(locale);
  return <CachedDocument locale={locale}>{children}</CachedDocument>;
}
