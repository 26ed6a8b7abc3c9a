import type { ReactNode } from "react";
import { LiveDocument } from "@/app/_server/document";

export {
  documentMetadata as generateMetadata,
  documentViewport as viewport,
} from "@/app/_server/document";

// A root layout: there is no app/layout.tsx, because the pages of app/(cached) must not read the request, and because
// a change of area then loads a new document, which leaves nothing private behind in the browser's memory.
export default function PublicLayout({ children }: { children: ReactNode }) {
  return <LiveDocument>{children}</LiveDocument>;
}
