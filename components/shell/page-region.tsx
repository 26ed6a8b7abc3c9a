"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { useFollowed } from "@/components/ui/following";
import { OfflineNote, type OfflineNoteProps } from "@/components/ui/offline-note";
import { Skeleton, SkeletonCard } from "@/components/ui/skeleton";
import styles from "./page-region.module.css";
import { type PageShape, shapeOf } from "./page-shapes";

const SLOW_MS = 200;

/** What has been the same for a while: a quick answer must not flash. */
function useSlow(value: string | null): string | null {
  const [slow, setSlow] = useState<string | null>(null);
  useEffect(() => {
    if (value === null) return;
    const timer = setTimeout(() => setSlow(value), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(null);
    };
  }, [value]);
  return value && slow;
}

/**
 * Where the page stands. While another one is fetched, its boxes lie over this one, which keeps its height, its place
 * and the focus until the new one is there.
 */
export function PageRegion({
  loading,
  offline,
  children,
}: {
  /** Spoken once: "Loading". */
  loading: string;
  offline: OfflineNoteProps;
  children: ReactNode;
}) {
  const path = usePathname();
  const going = useSlow(useFollowed());
  const shape = going && shapeOf(path, new URL(going, location.href).pathname);
  const look = shape ? styles.covered : going ? styles.waiting : "";
  return (
    <>
      <main
        id="main"
        className={`main ${styles.region} ${look}`}
        tabIndex={-1}
        aria-busy={going ? true : undefined}
      >
        <OfflineNote {...offline} className={styles.offline} />
        {children}
        {shape ? <Boxes shape={shape} /> : null}
      </main>
      <p className="sr" role="status">
        {going ? loading : ""}
      </p>
    </>
  );
}

function Boxes({ shape: { face, bar, board, cards, beside } }: { shape: PageShape }) {
  return (
    <div className={styles.boxes} aria-hidden="true">
      <div className="page">
        <div className={styles.head}>
          {face ? <Skeleton width="60px" height="60px" round /> : null}
          <Skeleton width="min(340px, 60%)" height="34px" />
        </div>
        {bar ? <Skeleton height="44px" /> : null}
        {board ? <Skeleton height="80vh" /> : null}
        <div className={beside ? styles.columns : styles.column}>
          <Cards cards={cards} />
          {beside ? <Cards cards={beside} /> : null}
        </div>
      </div>
    </div>
  );
}

const Cards = ({ cards }: { cards: readonly number[] }) => (
  <div className={styles.column}>
    {cards.map((lines, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: cards without a life of their own
      <SkeletonCard key={place} lines={lines} />
    ))}
  </div>
);
