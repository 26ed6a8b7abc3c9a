import type { ReactNode } from "react";
import { actorIn } from "@/app/_server/actor";
import { LiveDocument } from "@/app/_server/document";
import { PracticeFrame } from "./practice-frame";

export {
  documentMetadata as generateMetadata,
  documentViewport as viewport,
} from "@/app/_server/document";

/** The shell for staff. Whoever is not staff is sent on by the page itself, which knows its own address. */
export default async function PracticeLayout({ children }: { children: ReactNode }) {
  const actor = await actorIn("practice");
  return (
    <LiveDocument>
      {actor ? <PracticeFrame actor={actor}>{children}</PracticeFrame> : children}
    </LiveDocument>
  );
}
