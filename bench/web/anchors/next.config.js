import { fileURLToPath } from "node:url";

/** As little as Next allows: what our pages are measured against. */
export default {
  poweredByHeader: false,
  agentRules: false,
  serverExternalPackages: ["postgres"],
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
};
