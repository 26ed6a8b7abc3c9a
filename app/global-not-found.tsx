import { LiveDocument } from "@/app/_server/document";
import { UnknownAddressPage } from "@/app/_server/not-found-page";

export {
  documentMetadata as generateMetadata,
  documentViewport as viewport,
} from "@/app/_server/document";

/** Addresses that no route answers. Made on the server, so it can be read without JavaScript too. */
export default function GlobalNotFound() {
  return (
    <LiveDocument>
      <UnknownAddressPage />
    </LiveDocument>
  );
}
