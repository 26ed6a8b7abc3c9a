import type { MetadataRoute } from "next";
import { visitor } from "@/app/_server/actor";
import { publicUrl } from "@/lib/core/env";
import { indexablePages } from "@/lib/directory/read";

export const dynamic = "force-dynamic";

/** The open pages, and every published practitioner who wants to be found by search engines (feature a15). */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const slugs = await indexablePages(visitor, {});
  const paths = [
    "/",
    "/find",
    "/refer",
    "/verify",
    "/privacy",
    "/accessibility",
    ...slugs.map((slug) => `/p/${slug}`),
  ];
  return paths.map((path) => ({ url: `${publicUrl()}${path}` }));
}
