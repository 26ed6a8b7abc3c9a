"use client";

import { useEffect, useState } from "react";
import { clocksDiffer, zonePlace } from "@/components/ui/format";

export type ZoneHintProps = {
  /** The clock that is shown, and an instant for which to compare. */
  zone: string;
  at: string;
  /** The sentence, with `mark` where the reader's own zone goes. */
  text: string;
  mark: string;
};

/** For a reader whose clock shows another time than the place's: says so, once the browser knows. */
export function ZoneHint({ zone, at, text, mark }: ZoneHintProps) {
  const [own, setOwn] = useState<string | null>(null);
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (here && clocksDiffer(here, zone, at)) setOwn(here);
  }, [zone, at]);
  if (!own) return null;
  return (
    <>
      <br />
      {text.replace(mark, zonePlace(own))}
    </>
  );
}
