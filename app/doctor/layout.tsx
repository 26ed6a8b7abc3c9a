import type { ReactNode } from "react";
import { LiveDocument } from "@/app/_server/document";

export {
  documentMetadata as generateMetadata,
  documentViewport as viewport,
} from "@/app/_server/document";

export default function DoctorLayout({ children }: { children: ReactNode }) {
  return <LiveDocument>{children}</LiveDocument>;
}
