import { deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { attachment, kindOf, MOST_BYTES, safeName } from "./file.rules";
import { CheckedUpload } from "./upload";

const pdf = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n45\n%%EOF\n",
);
const picture = (kind: "png" | "jpeg", width = 60, height = 40) =>
  sharp({ create: { width, height, channels: 3, background: "#8a3b5b" } })
    [kind]()
    .toBuffer();
const of = (bytes: Uint8Array, name = "letter.pdf") => CheckedUpload.of({ name, bytes });
const why = async (bytes: Uint8Array, name?: string): Promise<string> => {
  try {
    const { kind } = await of(bytes, name);
    return kind;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** A PNG of a few bytes that says it is as large as one likes. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), body]);
    const out = Buffer.alloc(8);
    out.writeUInt32BE(body.length, 0);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(named));
    return Buffer.concat([out.subarray(0, 4), named, crc]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(4096))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe("what a file is, its content says", () => {
  test("a PDF, a PNG and a JPEG are taken, whatever they are called", async () => {
    expect(await why(pdf, "photo.png")).toBe("pdf");
    expect(await why(await picture("png"), "letter.pdf")).toBe("png");
    expect(await why(await picture("jpeg"), "script.html")).toBe("jpeg");
  });

  test.each<[string, Buffer, string, string]>([
    [
      "HTML as .png",
      Buffer.from("<!doctype html><script>alert(1)</script>"),
      "a.png",
      "notAllowed",
    ],
    [
      "SVG",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'),
      "a.svg",
      "notAllowed",
    ],
    [
      "SVG after a byte order mark",
      Buffer.from("\ufeff<?xml version='1.0'?><svg/>"),
      "a.png",
      "notAllowed",
    ],
    [
      "GIF",
      Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
      "a.gif",
      "notAllowed",
    ],
    ["WebP", Buffer.from("RIFF\x1a\0\0\0WEBPVP8L\r\0\0\0", "latin1"), "a.webp", "notAllowed"],
    ["TIFF", Buffer.from("II*\0\x08\0\0\0", "latin1"), "a.tif", "notAllowed"],
    ["ZIP", Buffer.from("PK\x03\x04", "latin1"), "a.pdf", "notAllowed"],
    ["a program", Buffer.from("MZ\x90\0", "latin1"), "a.pdf", "notAllowed"],
    ["HEIC", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"), "IMG_1.HEIC", "heic"],
    [
      "HEIC called .jpg",
      Buffer.from("\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "latin1"),
      "IMG_1.jpg",
      "heic",
    ],
    ["nothing", Buffer.alloc(0), "a.pdf", "empty"],
    ["PDF after junk", Buffer.concat([Buffer.from("junk\n"), pdf]), "a.pdf", "notAllowed"],
    [
      "PDF that ends as a ZIP",
      Buffer.concat([pdf, Buffer.from("PK\x05\x06"), Buffer.alloc(18)]),
      "a.pdf",
      "brokenPdf",
    ],
    ["PDF cut short", pdf.subarray(0, 40), "a.pdf", "brokenPdf"],
    [
      "HTML that begins as a PDF",
      Buffer.from("%PDF-1.4\n<script>alert(1)</script>"),
      "a.pdf",
      "brokenPdf",
    ],
    [
      "a PNG head with HTML behind it",
      Buffer.from("\x89PNG\r\n\x1a\n<script>alert(1)</script>", "latin1"),
      "a.png",
      "brokenPicture",
    ],
    ["a JPEG head alone", Buffer.from("\xff\xd8\xff\xe0", "latin1"), "a.jpg", "brokenPicture"],
    ["a PNG that says 50,000 by 50,000", bomb(50_000, 50_000), "a.png", "hugePicture"],
    ["too much of it", Buffer.concat([pdf, Buffer.alloc(MOST_BYTES)]), "a.pdf", "tooBig"],
  ])("%s is refused in words", async (_what, bytes, name, reason) => {
    expect(await why(bytes, name)).toBe(`invalid documents:refused.${reason}`);
  });

  test("a JPEG cut short is refused", async () => {
    const whole = await sharp({
      create: {
        width: 900,
        height: 700,
        channels: 3,
        background: "#333",
        noise: { type: "gaussian", mean: 120, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    expect(await why(whole.subarray(0, whole.length / 3), "a.jpg")).toBe(
      "invalid documents:refused.brokenPicture",
    );
  });

  test("junk of any kind is refused and never a fault", async () => {
    const starts = ["", "%PDF-1.7\n", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0", "GIF89a", "<svg"];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 600 }),
        async (start, rest) => {
          const said = await why(Buffer.concat([Buffer.from(start, "latin1"), rest]));
          expect(said).toMatch(/^invalid documents:refused\./);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a picture is drawn anew", () => {
  test("place and camera are gone, and so is what was hidden behind it", async () => {
    const given = await sharp({
      create: { width: 80, height: 50, channels: 3, background: "#123456" },
    })
      .withExif({ IFD0: { Make: "CANARYCAM" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
      .jpeg()
      .toBuffer();
    expect(given.includes("CANARYCAM")).toBe(true);
    const hidden = Buffer.concat([given, Buffer.from("<script>HIDDEN</script>")]);
    const { bytes } = await of(hidden, "a.jpg");
    expect(bytes.includes("CANARYCAM")).toBe(false);
    expect(bytes.includes("HIDDEN")).toBe(false);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  });

  test("a picture taken sideways stands upright, and a huge one becomes one that can be looked at", async () => {
    const sideways = await sharp({
      create: { width: 80, height: 50, channels: 3, background: "#123" },
    })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const turned = await sharp((await of(sideways)).bytes).metadata();
    expect([turned.width, turned.height]).toEqual([50, 80]);
    const wide = await sharp((await of(await picture("jpeg", 7000, 3500))).bytes).metadata();
    expect([wide.width, wide.height]).toEqual([4800, 2400]);
  }, 20_000);

  test("no other loader is left open", async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(sharp(svg).png().toBuffer()).rejects.toThrow();
  });
});

describe("the name it is offered under", () => {
  test.each([
    ["../../etc/passwd", "pdf", "passwd.pdf"],
    ["C:\\Users\\Rosa\\Letter.PDF", "pdf", "Letter.pdf"],
    ["evil\u202Egnp.exe", "png", "evilgnp.png"],
    ["a\r\nSet-Cookie: x.pdf", "pdf", "aSet-Cookie x.pdf"],
    ["", "jpeg", "file.jpg"],
    ["....", "pdf", "file.pdf"],
    ["CON.pdf", "pdf", "file CON.pdf"],
    ["Brief von Frau Łaskő.pdf", "pdf", "Brief von Frau Łaskő.pdf"],
    ["photo.html", "png", "photo.png"],
  ] as const)("%j as %s is %j", (given, kind, name) => {
    expect(safeName(given, kind)).toBe(name);
  });

  test("holds nothing that a header or a folder could trip over, and nothing twice cleaned changes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (given) => {
        const name = safeName(given, "pdf");
        expect(name.isWellFormed()).toBe(true);
        expect(name).toMatch(/^[^/\\<>:"|?*\p{Cc}]{1,90}\.pdf$/u);
        expect(safeName(name, "pdf")).toBe(name);
        expect(attachment(name)).toMatch(
          /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.~!%-]*$/,
        );
      }),
    );
  });

  test("kindOf reads what it was given, not the memory around it", () => {
    const around = Buffer.concat([Buffer.from("%PDF-1.4"), Buffer.from("nothing here")]);
    expect(kindOf(around.subarray(8))).toBe("other");
  });
});
