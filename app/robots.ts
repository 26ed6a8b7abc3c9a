import type { MetadataRoute } from "next";
import { publicUrl } from "@/lib/core/env";

export const dynamic = "force-dynamic";

/** Pages that hold a person's own things say so themselves (proxy.ts); this keeps well-behaved crawlers from asking. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: "*",
      allow: "/",
      disallow: ["/api/", "/family", "/practice", "/doctor", "/admin", "/book/", "/booking/"],
    },
    sitemap: `${publicUrl()}/sitemap.xml`,
  };
}
