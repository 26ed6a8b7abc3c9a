import type { CSSProperties } from "react";
import styles from "./skeleton.module.css";

/** One of the final layout's boxes. */
export function Skeleton({
  width = "100%",
  height = "14px",
  round,
}: {
  width?: string;
  height?: string;
  round?: boolean;
}) {
  const size = { "--w": width, "--h": height } as CSSProperties;
  return <span className={styles.box} style={size} data-round={round || undefined} />;
}

/** A card with a heading and lines of text. */
export function SkeletonCard({ lines }: { lines: number }) {
  return (
    <div className={`card ${styles.text}`}>
      <Skeleton width="45%" height="22px" />
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical boxes have nothing else
        <Skeleton key={line} width={line % 2 === 0 ? "100%" : "85%"} />
      ))}
    </div>
  );
}
