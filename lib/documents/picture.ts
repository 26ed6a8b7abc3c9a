import sharp from "sharp";
import type { Refusal } from "@/lib/core/refusal";

// libvips opens SVG, GIF, TIFF, PDF and what ImageMagick can, each with its own history of faults: two loaders stay.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer"] });
sharp.cache(false);
sharp.concurrency(1);

/** A 48-megapixel phone picture fits; a small file that says it is 50,000 by 50,000 does not. */
const MOST_PIXELS = 64_000_000;
/** An A4 page at 400 dots an inch. */
const LONGEST = 4800;
const SECONDS = 15;

// A large picture takes some hundred MB while it is open, so few are open at once.
const AT_ONCE = 2;
let open = 0;
const waiting: (() => void)[] = [];
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (open >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  open += 1;
  try {
    return await work();
  } finally {
    open -= 1;
    waiting.shift()?.();
  }
}

/** The picture as it looks, upright, and nothing else of what the file held. */
export async function drawnAnew(
  bytes: Uint8Array,
  kind: "png" | "jpeg",
  refusal: (why: "hugePicture" | "brokenPicture") => Refusal,
): Promise<Buffer> {
  return inTurn(async () => {
    try {
      const picture = sharp(bytes, {
        limitInputPixels: MOST_PIXELS,
        failOn: "error",
        sequentialRead: true,
        autoOrient: true,
      })
        .timeout({ seconds: SECONDS })
        .resize({ width: LONGEST, height: LONGEST, fit: "inside", withoutEnlargement: true });
      return await (kind === "png"
        ? picture.png({ compressionLevel: 9 })
        : picture.jpeg({ quality: 88 })
      ).toBuffer();
    } catch (error) {
      const huge = error instanceof Error && /pixel limit/i.test(error.message);
      throw refusal(huge ? "hugePicture" : "brokenPicture");
    }
  });
}
