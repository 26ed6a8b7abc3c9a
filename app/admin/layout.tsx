import type { ReactNode } from "react";
import { actorIn } from "@/app/_server/actor";
import { LiveDocument } from "@/app/_server/document";
import { AdminFrame } from "./admin-frame";

export {
  documentMetadata as generateMetadata,
  documentViewport as viewport,
} from "@/app/_server/document";

/** The shell for administrators. Everybody else is sent on by the page itself, which knows its own address. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const actor = await actorIn("admin");
  return (
    <LiveDocument>
      {actor ? <AdminFrame actor={actor}>{children}</AdminFrame> : children}
    </LiveDocument>
  );
}
